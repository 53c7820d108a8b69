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
   * Uploads. What an earlier process of the same command has begun and not ended is gone on with.
   *
   * @param typed AddImage with an {@code upload://} url
   * @throws CallFailedException if the image is not, whole and intact, at the server
   */
  public JsonNode run(Call typed, UploadSource source) throws InterruptedException {
    try (UploadMemory memory = memory(typed, source)) {
      Optional<UploadMemory.Begun> earlier = goingOn(memory);
      Call addImage = withUuid(typed, earlier.map(UploadMemory.Begun::imageUuid));
      Job job = earlier.map(UploadMemory.Begun::job).orElseGet(api::newJob);
      try (BreakOff leaving = new BreakOff(job, () -> cancelAtExit(job, memory), surroundings)) {
        leaving.watch();
        Job started = earlier.isPresent() ? job : api.start(addImage, job);
        return run(addImage, started, source, new Memories(memory, earlier));
      }
    }
  }

  private record Memories(UploadMemory kept, Optional<UploadMemory.Begun> earlier) {}

  private UploadMemory memory(Call typed, UploadSource source) {
    return source
        .file()
        .filter(file -> source.length().orElse(0) > 0)
        .map(file ->
            UploadMemory.of(
                surroundings.configuration(),
                api.server().address().root(),
                file,
                typed,
                surroundings.clock().instant()))
        .orElseGet(UploadMemory::none);
  }

  private Optional<UploadMemory.Begun> goingOn(UploadMemory memory) throws InterruptedException {
    Optional<UploadMemory.Begun> begun = memory.recall();
    if (begun.isPresent() && parts(begun.get().job()).isThere(begun.get().upload())) {
      surroundings.err().println("going on with the upload of job " + begun.get().job().uuid());
      return begun;
    }
    return Optional.empty();
  }

  private PartsUpload parts(Job job) {
    return new PartsUpload(api, job, bars, surroundings);
  }

  /** The uuid is chosen here, so that the place for the bytes can be asked for. */
  private Call withUuid(Call call, Optional<String> earlier) {
    Map<String, Object> values = new HashMap<>(call.values());
    values.putIfAbsent("resourceUuid", earlier.orElseGet(surroundings::newUuid));
    return new Call(call.operation(), values, call.timeout());
  }

  private JsonNode run(Call addImage, Job job, UploadSource source, Memories memories)
      throws InterruptedException {
    MessageDigest digest = Sha256.start();
    String imageUuid = String.valueOf(addImage.values().get("resourceUuid"));
    long sent;
    try {
      sent = send(job, imageUuid, source, digest, memories);
    } catch (BrokenOffException e) {
      api.look(job); // the job knows better than a broken connection why it ended
      if (e.isOurs) {
        memories.kept().forget();
        cancel(job);
      }
      throw CallFailedException.http(e.why);
    } catch (PartsUpload.GivenUpException e) {
      throw CallFailedException.http(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      memories.kept().forget();
      cancel(job);
      throw e;
    }
    JsonNode reply = calls.awaitSilently(addImage, job);
    memories.kept().forget();
    compare(reply.path("inventory"), sent, Sha256.hex(digest.digest()));
    return reply;
  }

  /** Sends the bytes in whatever way the server takes them; how many they were. */
  private long send(
      Job job, String imageUuid, UploadSource source, MessageDigest digest, Memories memories)
      throws BrokenOffException, InterruptedException, PartsUpload.GivenUpException {
    Optional<String> upload = memories.earlier().map(UploadMemory.Begun::upload);
    String place = upload.isPresent() ? "" : location(job, imageUuid);
    if (source.file().isEmpty() || source.length().orElse(0) == 0) {
      return send(place, source, digest);
    }
    try (PartsUpload parts = parts(job)) {
      SentFile file = new SentFile(source.file().get(), digest);
      if (upload.isEmpty()) {
        upload = parts.begin(place, file.size());
        upload.ifPresent(
            begun -> memories.kept().keep(new UploadMemory.Begun(imageUuid, job, begun)));
      }
      if (upload.isPresent()) {
        parts.send(upload.get(), source.name(), file);
        return file.size();
      }
    } catch (CallFailedException e) {
      if (!e.isInvalidSession()) {
        api.look(job);
        memories.kept().forget();
        cancel(job);
      }
      throw e;
    } catch (IOException e) {
      throw new BrokenOffException("the file cannot be read: " + e.getMessage(), true);
    }
    return send(place, source, digest);
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
  private void cancelAtExit(Job job, UploadMemory memory) {
    memory.forget();
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
