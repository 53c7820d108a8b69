package org.strongroom.server.face.identity;

/**
 * What a call is answered with.
 *
 * @param status when it went well
 * @param noun the name of what is told, in the answer
 * @param sample what one of these looks like
 */
public record IdentityAnswer(int status, Shape shape, String noun, IdentitySample sample) {
  static final IdentityAnswer NOTHING =
      new IdentityAnswer(204, Shape.EMPTY, "", new IdentitySample("", java.util.List.of()));

  /** What stands around what is told. */
  public enum Shape {
    /** No body. */
    EMPTY,
    /** The thing below its noun. */
    ONE,
    /** A list below its noun, and nothing else. */
    LIST_ALONE,
    /** A list below {@code values} below its noun. */
    VALUES,
    /** A list below its noun, and the link to itself. */
    LIST_WITH_SELF,
    /** A list below its noun, and the links to itself and to the pages around it. */
    LIST
  }
}
