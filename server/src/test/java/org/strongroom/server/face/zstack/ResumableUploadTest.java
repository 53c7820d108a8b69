package org.strongroom.server.face.zstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.strongroom.api.coding.ZerosPacked;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.testing.OpenSshServer;

/** Uploads in parts, by tus 1.0.0 over HTTP, onto real storages. */
class ResumableUploadTest extends ResumableUploadBed {
  @Test
  void takesPartsThatArePackedForTheirWay() throws Exception {
    String upload = begun(RAW.length);
    assertThat(head(upload).headers().firstValue("Accept-Encoding")).hasValue("zstd, identity");
    byte[] first = Arrays.copyOf(RAW, 1_000_000);
    var zeros = new ZerosPacked(new ByteArrayInputStream(first), first.length);
    assertThat(packed(upload, 0, zeros.readAllBytes()).statusCode()).isEqualTo(204);
    assertThat(offset(upload)).isEqualTo(1_000_000);
    byte[] rest = Zstd.compress(Arrays.copyOfRange(RAW, 1_000_000, RAW.length));
    HttpResponse<String> cut = packed(upload, 1_000_000, Arrays.copyOf(rest, 500_000));
    assertThat(cut.statusCode()).isEqualTo(400);
    long at = offset(upload);
    assertThat(cut.headers().firstValue("Upload-Offset")).hasValue("" + at);
    assertThat(at).isBetween(1_000_000L, 1_600_000L);
    rest = Zstd.compress(Arrays.copyOfRange(RAW, (int) at, RAW.length));
    assertThat(packed(upload, at, rest).statusCode()).isEqualTo(204);
    assertThere(storage);
  }

  @Test
  void whatIsPackedOtherwiseThanItSaysIsNotTaken() throws Exception {
    String upload = begun(RAW.length);
    assertThat(packed(upload, 0, Arrays.copyOf(RAW, 1000)).statusCode()).isEqualTo(400);
    assertThat(offset(upload)).isZero();
    byte[] some = Zstd.compress(Arrays.copyOf(RAW, 1000));
    for (String coding : List.of("gzip", "zstd, zstd", "br")) {
      HttpResponse<String> refused =
          send(part(request(upload), 0, some).header("Content-Encoding", coding));
      assertThat(refused.statusCode()).as(coding).isEqualTo(415);
      assertThat(refused.headers().firstValue("Accept-Encoding")).hasValue("zstd, identity");
    }
    HttpResponse<String> refused =
        send(
            part(request(upload), 0, some)
                .header("Content-Encoding", "zstd")
                .header("Upload-Checksum", "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(house.query(Caller.SYSTEM, "status=Ready")).isEmpty();
  }

  private HttpResponse<String> packed(String upload, long at, byte[] bytes) throws Exception {
    return send(part(request(upload), at, bytes).header("Content-Encoding", "zstd"));
  }

  @Test
  void tellsEverybodyWhatItCanDo() throws Exception {
    HttpRequest ask =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + "/zstack/v1/images/x/uploads"))
            .method("OPTIONS", BodyPublishers.noBody())
            .build();
    HttpResponse<String> told = http.send(ask, BodyHandlers.ofString());
    assertThat(told.statusCode()).isEqualTo(204);
    assertThat(told.headers().firstValue("Tus-Version")).hasValue("1.0.0");
    assertThat(told.headers().firstValue("Tus-Extension"))
        .hasValue("creation,termination,expiration,checksum");
  }

  @Test
  void anImageComesInPartsOntoStoragesOfBothKinds() throws Exception {
    try (OpenSshServer ssh = OpenSshServer.start()) {
      Storage remote = house.sftpStorage("remote", ssh, ssh.shellAccount());
      String all = awaited(storage, remote);
      HttpResponse<String> created =
          send(
              request(all)
                  .header("Upload-Length", "" + RAW.length)
                  .header("Upload-Metadata", "filename eA==,final")
                  .POST(BodyPublishers.noBody()));
      String upload = URI.create(created.headers().firstValue("Location").orElseThrow()).getPath();
      assertThat(offset(upload)).isZero();
      patched(upload, 0, 1_000_001);
      HttpResponse<String> told = head(upload);
      assertThat(told.headers().firstValue("Upload-Offset")).hasValue("1000001");
      assertThat(told.headers().firstValue("Upload-Length")).hasValue("" + RAW.length);
      assertThat(told.headers().firstValue("Upload-Metadata")).hasValue("filename eA==,final");
      patched(upload, 1_000_001, 1_000_001);
      killAndRestart();
      assertThat(offset(upload)).isEqualTo(1_000_001);
      patched(upload, 1_000_001, 2_000_000);
      patched(upload, 2_000_000, RAW.length);
      assertThere(storage, remote);
      assertThat(offset(upload)).isEqualTo(RAW.length); // who missed the answer learns it so
    }
  }

  @Test
  void aPackedImageIsUnpackedWhenAllOfItIsThere() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(RAW);
    }
    byte[] packed = bytes.toByteArray();
    String upload = begun(packed.length);
    for (int at = 0; at < packed.length; at += 1_000_003) {
      HttpResponse<String> sent =
          patch(upload, packed, at, Math.min(at + 1_000_003, packed.length));
      assertThat(sent.statusCode()).as(sent.body()).isEqualTo(204);
    }
    assertThere(storage);
  }

  @Test
  void aPartWithAnotherChecksumIsNotKept() throws Exception {
    String upload = begun(RAW.length);
    patched(upload, 0, 500_000);
    byte[] next = Arrays.copyOfRange(RAW, 500_000, 1_500_000);
    String right =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(next));
    byte[] spoilt = next.clone();
    spoilt[999_999]++;
    HttpResponse<String> refused =
        send(part(request(upload), 500_000, spoilt).header("Upload-Checksum", "sha1 " + right));
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(460);
    assertThat(offset(upload)).isEqualTo(500_000);
    HttpResponse<String> taken =
        send(part(request(upload), 500_000, next).header("Upload-Checksum", "sha1 " + right));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(204);
    assertThat(
            send(part(request(upload), 1_500_000, next).header("Upload-Checksum", "crc32 AAAA"))
                .statusCode())
        .isEqualTo(400);
    patched(upload, 1_500_000, 2_000_000);
    byte[] last = Arrays.copyOfRange(RAW, 2_000_000, RAW.length);
    HttpResponse<String> wrongLast =
        send(part(request(upload), 2_000_000, last).header("Upload-Checksum", "sha1 " + right));
    assertThat(wrongLast.statusCode()).as(wrongLast.body()).isEqualTo(460);
    assertThat(offset(upload)).isEqualTo(2_000_000);
    patched(upload, 2_000_000, RAW.length);
    assertThere(storage);
  }

  @Test
  void ofAPartThatHasMoreThanIsMissingNothingIsKeptEvenIfItTellsNoLength() throws Exception {
    String upload = begun(RAW.length);
    byte[] tooMany = Arrays.copyOf(RAW, RAW.length + 1);
    for (int at : List.of(0, 1_000_000)) {
      if (at > 0) {
        patched(upload, 0, at);
      }
      byte[] rest = Arrays.copyOfRange(tooMany, at, tooMany.length);
      HttpResponse<String> refused = send(chunked(request(upload), at, rest));
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(refused.body()).contains("more than the %d bytes".formatted(RAW.length - at));
      assertThat(offset(upload)).isEqualTo(at);
      assertThat(packed(upload, at, Zstd.compress(rest)).statusCode()).isEqualTo(400);
      assertThat(offset(upload)).isEqualTo(at);
    }
    byte[] rest = Arrays.copyOfRange(RAW, 1_000_000, RAW.length);
    assertThat(send(chunked(request(upload), 1_000_000, rest)).statusCode()).isEqualTo(204);
    assertThere(storage);
  }

  private static HttpRequest.Builder chunked(HttpRequest.Builder request, long at, byte[] bytes) {
    return part(request, at, bytes)
        .method("PATCH", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
  }

  @Test
  void whatIsOtherwiseThanTheProtocolSaysIsRefusedAndTheUploadGoesOn() throws Exception {
    String all = awaited(storage);
    for (String length : List.of("", "0", "-1", "x", "1e6", "99999999999999999999")) {
      assertThat(
              send(request(all).header("Upload-Length", length).POST(BodyPublishers.noBody()))
                  .statusCode())
          .as(length)
          .isEqualTo(400);
    }
    assertThat(
            send(request(all).header("Upload-Defer-Length", "1").POST(BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(400);
    assertThat(
            send(request(all)
                    .header("Upload-Length", "1000")
                    .header("Upload-Concat", "partial")
                    .POST(BodyPublishers.noBody()))
                .statusCode())
        .as("a piece of an image, which would have become the image")
        .isEqualTo(400);
    assertThat(
            send(request(all.replaceFirst("/images/[^/]+/", "/images/none/"))
                    .header("Upload-Length", "x")
                    .POST(BodyPublishers.noBody()))
                .body())
        .as("what does not exist waits for nothing")
        .contains("; nothing was taken")
        .doesNotContain("waits");
    assertThat(create(all, 1L << 50).statusCode()).isEqualTo(413);
    assertThat(head(all + "/0123456789abcdef0123456789abcdef").statusCode()).isEqualTo(404);
    String upload = begun(all, RAW.length);
    patched(upload, 0, 1000);
    assertThat(patch(upload, RAW, 0, 1000).statusCode()).isEqualTo(409);
    assertThat(patch(upload, RAW, 2000, 3000).statusCode()).isEqualTo(409);
    byte[] tooMany = new byte[RAW.length];
    assertThat(send(part(request(upload), 1000, tooMany)).statusCode()).isEqualTo(400);
    assertThat(
            send(request(upload)
                    .header("Content-Type", "application/octet-stream")
                    .header("Upload-Offset", "1000")
                    .method("PATCH", BodyPublishers.ofByteArray(tooMany)))
                .statusCode())
        .isEqualTo(415);
    assertThat(create(all, RAW.length).statusCode()).isEqualTo(409);
    assertThat(whole().statusCode()).isEqualTo(409);
    HttpResponse<String> old =
        send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + upload))
                .header("Authorization", "OAuth x")
                .HEAD());
    assertThat(old.statusCode()).isEqualTo(412);
    assertThat(offset(upload)).isEqualTo(1000);
    HttpResponse<String> overridden =
        send(
            request(upload)
                .header("X-HTTP-Method-Override", "PATCH")
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", "1000")
                .POST(BodyPublishers.ofByteArray(Arrays.copyOfRange(RAW, 1000, RAW.length))));
    assertThat(overridden.statusCode()).as(overridden.body()).isEqualTo(204);
    assertThere(storage);
  }

  @Test
  void nobodyElseLearnsOfAnUpload() throws Exception {
    String upload = begun(RAW.length);
    HttpRequest.Builder[] asked = {
      others(upload).HEAD(),
      part(others(upload), 0, RAW),
      others(upload).DELETE(),
      others(upload.substring(0, upload.lastIndexOf('/')))
          .header("Upload-Length", "9")
          .POST(BodyPublishers.noBody())
    };
    for (HttpRequest.Builder request : asked) {
      assertThat(send(request).statusCode()).isEqualTo(404);
    }
    assertThat(
            send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + upload))
                    .header("Tus-Resumable", "1.0.0")
                    .HEAD())
                .statusCode())
        .isEqualTo(401);
    assertThat(offset(upload)).isZero();
  }

  @Test
  void anUploadThatIsEndedLeavesItsPlaceToAnother() throws Exception {
    String upload = begun(RAW.length);
    patched(upload, 0, 1_000_000);
    assertThat(send(request(upload).DELETE()).statusCode()).isEqualTo(204);
    assertThat(head(upload).statusCode()).isEqualTo(404);
    assertThat(patch(upload, RAW, 1_000_000, RAW.length).statusCode()).isEqualTo(404);
    assertThat(storage.files()).isEmpty();
    assertThat(whole().statusCode()).isEqualTo(200);
    assertThere(storage);
  }
}
