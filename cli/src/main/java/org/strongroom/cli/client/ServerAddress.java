package org.strongroom.cli.client;

import java.net.URI;
import org.strongroom.cli.call.UsageException;

/**
 * Where the server is.
 *
 * @param root scheme, host, port and what a proxy puts before the path; no slash at the end
 */
public record ServerAddress(String root) {
  private static final String API = "/zstack/v1";
  private static final String JOBS = API + "/api-jobs";

  /**
   * Reads an address as it is typed, with or without the API's own path.
   *
   * @throws UsageException if it is no http or https URL
   */
  public static ServerAddress parse(String typed) {
    String root = typed.strip().replaceFirst("/+$", "");
    if (root.endsWith(API)) {
      root = root.substring(0, root.length() - API.length());
    }
    try {
      URI uri = URI.create(root);
      boolean http = "http".equalsIgnoreCase(uri.getScheme());
      if ((http || "https".equalsIgnoreCase(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null) {
        return new ServerAddress(root);
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new UsageException(
        "'%s' is no address of a server; it looks like http://127.0.0.1:8080".formatted(typed));
  }

  /** Whether it is spoken to by TLS. */
  boolean isSecure() {
    return root.regionMatches(true, 0, "https:", 0, 6);
  }

  /** The address of a path below the API, its query included. */
  URI api(String pathAndQuery) {
    return URI.create(root + API + pathAndQuery);
  }

  /**
   * A job's location as the server names it, at this address: the server may know itself under
   * another one than its clients do.
   */
  URI job(String location) {
    int jobs = location.indexOf(JOBS);
    if (jobs < 0) {
      throw CallFailedException.http("the server gave no location of a job: " + location);
    }
    return URI.create(root + location.substring(jobs));
  }

  /** A job with a uuid of our choice, before the server has told its location. */
  public static Job jobNamed(String uuid) {
    return new Job(uuid, JOBS + "/" + uuid);
  }

  /** A path or URL that the server names, such as where to send an image, at this address. */
  URI named(String pathOrUrl) {
    int api = pathOrUrl.indexOf(API + "/");
    if (api < 0) {
      throw CallFailedException.http("the server named an address outside its API: " + pathOrUrl);
    }
    return URI.create(root + pathOrUrl.substring(api));
  }
}
