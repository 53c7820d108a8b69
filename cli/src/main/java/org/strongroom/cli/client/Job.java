package org.strongroom.cli.client;

import java.util.Optional;

/**
 * A call that the server has taken and works at.
 *
 * @param uuid its uuid, chosen here, so that it is known even if the answer is lost
 * @param location where to ask for its end
 * @param requestId under which the server's log knows the call that began it
 */
public record Job(String uuid, String location, Optional<String> requestId) {

  /** One that is not begun, or was begun by another run of the tool. */
  public Job(String uuid, String location) {
    this(uuid, location, Optional.empty());
  }

  /** What to tell somebody who stops waiting for it. */
  public String abandoned() {
    return """
    The job %s goes on at the server.
    To wait for its end:   strongroom job watch %s
    To cancel it:          strongroom job cancel %s\
    """
        .formatted(uuid, uuid, uuid);
  }
}
