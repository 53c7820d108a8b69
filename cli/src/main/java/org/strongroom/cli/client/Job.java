package org.strongroom.cli.client;

/**
 * A call that the server has taken and works at.
 *
 * @param uuid its uuid, chosen here, so that it is known even if the answer is lost
 * @param location where to ask for its end
 */
public record Job(String uuid, String location) {
  /** What to tell somebody who stops waiting for it. */
  public String abandoned() {
    return """
    The job %s goes on at the server.
    To see how far it is:  strongroom job progress %s
    To cancel it:          strongroom job cancel %s\
    """
        .formatted(uuid, uuid, uuid);
  }
}
