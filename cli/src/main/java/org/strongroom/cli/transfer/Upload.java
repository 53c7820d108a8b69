package org.strongroom.cli.transfer;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.image.GetUploadImageJobDetails;
import org.strongroom.api.job.CancelApiJob;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.client.CallFailedException;
import org.strongroom.cli.client.Job;
import org.strongroom.cli.client.Server;
import org.strongroom.cli.progress.AttendedCalls;
import org.strongroom.cli.progress.ByteProgress;
import org.strongroom.cli.progress.ProgressBars;
import org.strongroom.cli.terminal.Surroundings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Adds an image whose bytes come from here: starts AddImage, sends the bytes where its job wants
 * them, waits for its end, and compares the digest that the server found with that of the bytes
 * sent. What fails on this side is cancelled on the other.
 */
public final class Upload {
  private static final Duration LOCATION = Duration.ofMinutes(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration CANCEL = Duration.ofSeconds(5);
  private static final int CONFLICT = 409;
  private final Api api;
  private final AttendedCalls calls;
  private final ProgressBars bars;
  private final Surroundings surroundings;

  public Upload(Api api, AttendedCalls calls, ProgressBars bars, Surroundings surroundings) {
    this.api = api;
    this.calls = calls;
    this.bars = bars;
    this.surroundings = surroundings;
  }

  /**
   * Uploads.
   *
   * @param addImage AddImage with an {@code upload://} url and a {@code resourceUuid}
   * @throws CallFailedException if the image is not, whole and intact, at the server
   */
  public JsonNode run(Call addImage, UploadSource source) throws InterruptedException {
    Job job = api.newJob();
    String imageUuid = String.valueOf(addImage.values().get("resourceUuid"));
    MessageDigest digest = Sha256.start();
    try (BreakOff leaving = new BreakOff(job, () -> cancelAtExit(job), surroundings)) {
      leaving.watch();
      return run(addImage, api.start(addImage, job), imageUuid, source, digest);
    }
  }

  private JsonNode run(
      Call addImage, Job job, String imageUuid, UploadSource source, MessageDigest digest)
      throws InterruptedException {
    long sent;
    try {
      sent = send(location(job, imageUuid), source, digest);
    } catch (BrokenOffException e) {
      api.look(job); // the job knows better than a broken connection why it ended
      if (e.isOurs) {
        cancel(job);
      }
      throw CallFailedException.http(e.why);
    } catch (InterruptedException e) {
      cancel(job);
      throw e;
    }
    JsonNode reply = calls.awaitSilently(addImage, job);
    compare(reply.path("inventory"), sent, Sha256.hex(digest.digest()));
    return reply;
  }

  /** Where the bytes are wanted, once the job has come that far. */
  private String location(Job job, String imageUuid) throws InterruptedException {
    Instant end = surroundings.clock().instant().plus(LOCATION);
    Call ask =
        new Call(
            Operations.of(GetUploadImageJobDetails.class),
            Map.of("imageId", imageUuid),
            Optional.empty());
    while (surroundings.clock().instant().isBefore(end)) {
      JsonNode details = details(ask);
      if (!details.isEmpty()) {
        return details.get(0).path("imageUploadUrl").asString("");
      }
      if (api.look(job).isPresent()) {
        throw CallFailedException.http("the job ended without asking for the bytes");
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    cancel(job);
    throw CallFailedException.http(
        "the server did not say within %d s where to send the bytes"
            .formatted(LOCATION.toSeconds()));
  }

  private JsonNode details(Call ask) throws InterruptedException {
    try {
      return api.call(ask).path("existingJobDetails");
    } catch (CallFailedException e) {
      if (e.isInvalidSession()) {
        throw e;
      }
      return MissingNode.getInstance(); // not there yet
    }
  }

  /** How many bytes went over. */
  private long send(String to, UploadSource source, MessageDigest digest)
      throws BrokenOffException, InterruptedException {
    Map<String, String> headers = new HashMap<>(api.credentials());
    headers.put("Content-Type", "application/octet-stream");
    try (ByteProgress progress = bars.bytes(source.name(), source.length());
        CountedDigest bytes = new CountedDigest(source.bytes(), digest, progress)) {
      Server.Answer answer = api.server().upload(to, headers, publisher(bytes, source));
      if (!answer.isSuccess()) {
        throw new BrokenOffException(
            String.valueOf(answer.failure().getMessage()), answer.status() != CONFLICT);
      }
      return bytes.count();
    } catch (IOException e) {
      throw new BrokenOffException("the upload broke off: " + e.getMessage(), true);
    }
  }

  private static BodyPublisher publisher(CountedDigest bytes, UploadSource source) {
    BodyPublisher streamed = BodyPublishers.ofInputStream(() -> bytes);
    if (source.length().isEmpty()) {
      return streamed;
    }
    long length = source.length().getAsLong();
    return length == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(streamed, length);
  }

  /** The process ends in any case: nobody is to wait for a server that does not answer. */
  private void cancelAtExit(Job job) {
    Thread cancelling =
        Thread.ofVirtual()
            .start(() -> {
              try {
                cancel(job);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try {
      cancelling.join(CANCEL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancel(Job job) throws InterruptedException {
    try {
      api.start(
          new Call(
              Operations.of(CancelApiJob.class), Map.of("uuid", job.uuid()), Optional.empty()));
    } catch (CallFailedException e) {
      surroundings.err().println(job.abandoned());
    }
  }

  /** Another length is one that the server has made: it checked what came before that. */
  private void compare(JsonNode image, long sentBytes, String sent) {
    String kept = image.path("sha256").asString("");
    long size = image.path("actualSize").asLong(-1);
    if (kept.isEmpty()) {
      surroundings.err().println("warning: the server told no SHA-256, nothing to compare with");
    } else if (!kept.equalsIgnoreCase(sent) && size >= 0 && size != sentBytes) {
      surroundings
          .err()
          .println(
              "note: the server unpacked or converted the file: %d bytes, SHA-256 %s"
                  .formatted(size, kept));
    } else if (!kept.equalsIgnoreCase(sent)) {
      throw CallFailedException.here(
          "image %s differs from what was sent: SHA-256 there %s, here %s; delete it and upload again"
              .formatted(image.path("uuid").asString(""), kept, sent));
    }
  }

  /** The bytes did not all go over. */
  private static final class BrokenOffException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String why;

    /** Whether the upload that broke off is this one, not another of the same image. */
    private final boolean isOurs;

    BrokenOffException(String why, boolean isOurs) {
      super(why);
      this.why = why;
      this.isOurs = isOurs;
    }
  }
}
