package org.strongroom.e2e.bed;

/** A client that calls what lies below {@code /v3/{project_id}}. */
public interface VolumeApi {
  /**
   * Sends one request and answers what came back, whatever its status.
   *
   * @param path below the project, such as {@code /backup-nodes}
   * @param json body; empty for none
   */
  VolumeAnswer call(String method, String path, String json);

  /** As above, without a body. */
  default VolumeAnswer call(String method, String path) {
    return call(method, path, "");
  }
}
