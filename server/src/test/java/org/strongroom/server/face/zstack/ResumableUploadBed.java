package org.strongroom.server.face.zstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.image.ImageHouse.image;
import static org.strongroom.testing.SameBytes.sameBytes;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.image.ImageHouse;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.testing.BootSector;

/** An image that waits for its bytes, and the HTTP server that takes them in parts. */
abstract class ResumableUploadBed {
  static final byte[] RAW = new byte[3_000_000];
  static final Caller OTHER = new Caller("0123456789abcdef0123456789abcdef", "other", false);

  static {
    new Random(5).nextBytes(RAW);
    BootSector.mark(RAW);
  }

  @TempDir Path directory;
  final HttpClient http = HttpClient.newHttpClient();
  ImageHouse house;
  Storage storage;
  Javalin server;
  String job;

  @BeforeEach
  void open() throws IOException {
    house = new ImageHouse(directory);
    storage = house.directoryStorage("local");
    serve();
  }

  void serve() {
    ImageAnswers answers = new ImageAnswers(new ZStackJson(ZoneOffset.UTC));
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.concurrency.useVirtualThreads = true;
                  new ImageUploadHandler(
                          house.images.uploads(), ResumableUploadBed::caller, answers)
                      .register(config.routes);
                  new ResumableUploadHandler(
                          house.images.resumableUploads(),
                          ResumableUploadBed::caller,
                          answers,
                          ctx -> "http://" + ctx.host())
                      .register(config.routes);
                })
            .start("127.0.0.1", 0);
  }

  @AfterEach
  void close() {
    server.stop();
    house.close();
  }

  void killAndRestart() {
    house.crashAndRestart();
    server.stop();
    serve();
  }

  static Caller caller(Context ctx) {
    String session = ctx.header("Authorization");
    if (session == null) {
      throw new ApiException(ErrorCode.INVALID_SESSION, "no session");
    }
    return session.equals("OAuth other") ? OTHER : Caller.SYSTEM;
  }

  /** AddImage; where its uploads are begun. */
  String awaited(Storage... storages) {
    job = house.start("AddImage", image("x", "upload://x", storages));
    return "/zstack/v1/images/" + imageUuid() + "/uploads";
  }

  String imageUuid() {
    return house.query(Caller.SYSTEM).getFirst().uuid();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "OAuth x")
        .header("Tus-Resumable", "1.0.0");
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("Tus-Resumable")).hasValue("1.0.0");
    return answer;
  }

  HttpResponse<String> create(String all, long length) throws Exception {
    return send(request(all).header("Upload-Length", "" + length).POST(BodyPublishers.noBody()));
  }

  /** Begins an upload; the path of it. */
  String begun(String all, long length) throws Exception {
    HttpResponse<String> created = create(all, length);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    String location = created.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith("http://127.0.0.1:" + server.port() + all + "/");
    assertThat(created.headers().firstValue("Upload-Expires")).isPresent();
    return URI.create(location).getPath();
  }

  String begun(long length) throws Exception {
    return begun(awaited(storage), length);
  }

  HttpResponse<String> head(String upload) throws Exception {
    return send(request(upload).HEAD());
  }

  long offset(String upload) throws Exception {
    HttpResponse<String> told = head(upload);
    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(told.headers().firstValue("Cache-Control")).hasValue("no-store");
    return told.headers().firstValueAsLong("Upload-Offset").orElseThrow();
  }

  static HttpRequest.Builder part(HttpRequest.Builder request, long at, byte[] bytes) {
    return request
        .header("Content-Type", "application/offset+octet-stream")
        .header("Upload-Offset", "" + at)
        .method("PATCH", BodyPublishers.ofByteArray(bytes));
  }

  HttpResponse<String> patch(String upload, byte[] all, int from, int to) throws Exception {
    return send(part(request(upload), from, Arrays.copyOfRange(all, from, to)));
  }

  void patched(String upload, int from, int to) throws Exception {
    HttpResponse<String> sent = patch(upload, RAW, from, to);
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(204);
    assertThat(sent.headers().firstValue("Upload-Offset")).hasValue("" + to);
  }

  void assertThere(Storage... storages) {
    house.added(house.end(job));
    for (Storage each : storages) {
      assertThat(each.files().getFirst()).satisfies(sameBytes(RAW));
      assertThat(each.files()).hasSize(2); // the image and its manifest
    }
    house.assertClean(storages);
  }

  HttpRequest.Builder others(String path) {
    return request(path).setHeader("Authorization", "OAuth other");
  }

  HttpResponse<String> whole() throws Exception {
    return http.send(
        request("/zstack/v1/images/" + imageUuid() + "/upload")
            .PUT(BodyPublishers.ofByteArray(RAW))
            .build(),
        BodyHandlers.ofString());
  }
}
