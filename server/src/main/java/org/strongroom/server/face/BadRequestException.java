package org.strongroom.server.face;

/** A request that is not even a call: 400 and a line of text. */
public final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadRequestException(String message) {
    super(message);
  }

  /**
   * The body is not JSON.
   *
   * @param why the parser's words; what they tell of the parser itself is left out
   */
  public static BadRequestException notJson(String why) {
    return new BadRequestException(
        "the body is not JSON: "
            + why.replaceAll(", from `[^`]*`| \\(start marker at \\[Source:.*", ""));
  }
}
