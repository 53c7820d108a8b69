package org.strongroom.server.backupstorage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.backupstorage.TestSftpBackupStorage;
import org.strongroom.api.backupstorage.TestSftpBackupStorage.Reply;
import org.strongroom.server.backupstorage.access.AddRequests;
import org.strongroom.server.backupstorage.access.HostAddress;
import org.strongroom.server.backupstorage.access.SshSecret;
import org.strongroom.server.backupstorage.access.StorageAccess;
import org.strongroom.server.backupstorage.access.StorageAccess.KnownHost;
import org.strongroom.server.backupstorage.access.StorageAccess.Ssh;
import org.strongroom.server.backupstorage.health.PatientConnect;
import org.strongroom.server.backupstorage.record.StorageUrl;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.HostKey;
import org.strongroom.storage.driver.HostKeyChangedException;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tries a server as a storage before it is added. The host key comes first, from a connection that
 * expects none that exists, so that nothing is sent to a server that shows another than was said.
 */
final class TestSftp implements JobDefinition<TestSftpBackupStorage, Reply> {
  private static final String REPLY = "reply";

  /** What no host key has. */
  private static final KnownHost NONE = new KnownHost.Fingerprint("SHA256:" + "A".repeat(43));

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final StorageParts parts;

  TestSftp(StorageParts parts) {
    this.parts = parts;
  }

  @Override
  public Class<TestSftpBackupStorage> operation() {
    return TestSftpBackupStorage.class;
  }

  /** Checks the parts as they are checked when a storage is added. */
  @Override
  public Start accept(TestSftpBackupStorage request, Call call, Transaction transaction) {
    HostAddress.checked(request.hostname());
    AddRequests.knownHost(request.hostKeyFingerprint());
    Optional<SshSecret> secret = AddRequests.secret(request.password(), request.privateKey());
    if (secret.isPresent() && isBlank(request.username())) {
      throw ApiException.invalid("parameter 'username' is required to log in");
    }
    directory(request);
    return new Start(call.jobUuid(), Map.of());
  }

  @Override
  public List<Step<TestSftpBackupStorage>> steps() {
    return List.of(new Try());
  }

  @Override
  public Reply complete(TestSftpBackupStorage request, Job job, Transaction transaction) {
    return JSON.readValue(job.recall(REPLY).orElseThrow(), Reply.class);
  }

  @Override
  public void abandon(
      TestSftpBackupStorage request, Job job, ApiError error, Transaction transaction) {}

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private static String directory(TestSftpBackupStorage request) {
    return isBlank(request.url()) ? "." : StorageUrl.normalised(String.valueOf(request.url()));
  }

  private StorageDriver driver(TestSftpBackupStorage request, String url, KnownHost expected) {
    Ssh ssh =
        new Ssh(
            HostAddress.checked(request.hostname()),
            request.sshPort(),
            isBlank(request.username())
                ? "strongroom"
                : AddRequests.user(String.valueOf(request.username())),
            AddRequests.secret(request.password(), request.privateKey())
                .orElse(new SshSecret.Password("")),
            expected,
            true);
    return parts.factory().make(new StorageAccess("", url, Optional.of(ssh)));
  }

  /** Finds out all, in one go: a run that was cut off is clean again before the next begins. */
  private final class Try implements Step<TestSftpBackupStorage> {
    @Override
    public String name() {
      return "try";
    }

    @Override
    public void run(TestSftpBackupStorage request, Job job) throws Exception {
      try {
        HostKey key = hostKey(request);
        Reply reply =
            isLogIn(request)
                ? tried(request, job, key)
                : Reply.ofHostKey(key.algorithm(), key.sha256());
        job.remember(REPLY, JSON.writeValueAsString(reply));
      } catch (StorageException e) {
        throw new ApiException(ErrorCode.CANNOT_CONNECT, String.valueOf(e.getMessage()));
      }
    }

    private Reply tried(TestSftpBackupStorage request, Job job, HostKey key)
        throws StorageException {
      String url = directory(request);
      try {
        Nearest place = nearest(request, key);
        try (StorageDriver driver = place.driver()) {
          return new ServerTrial(parts, driver, job)
              .run(request, url, place.url().equals(url), key);
        }
      } catch (StorageException e) {
        throw new StorageException(
            e.reason(), "%s (the host key is %s)".formatted(e.getMessage(), key), e);
      }
    }

    @Override
    public void undo(TestSftpBackupStorage request, Job job) throws Exception {
      if (isLogIn(request)) {
        try (StorageDriver driver = nearest(request, hostKey(request)).driver()) {
          new ServerTrial(parts, driver, job).clear();
        }
      }
    }
  }

  private static boolean isLogIn(TestSftpBackupStorage request) {
    return AddRequests.secret(request.password(), request.privateKey()).isPresent();
  }

  /**
   * The key that the server shows.
   *
   * @throws StorageException HOST_KEY_CHANGED if another one is expected
   */
  private HostKey hostKey(TestSftpBackupStorage request) throws StorageException {
    KnownHost wanted = AddRequests.knownHost(request.hostKeyFingerprint());
    try (StorageDriver driver = driver(request, ".", NONE)) {
      PatientConnect.facts(driver);
      throw new IllegalStateException("a server without a host key");
    } catch (HostKeyChangedException e) {
      if (wanted instanceof KnownHost.Fingerprint(String sha256)
          && !sha256.equals(e.shown().sha256())) {
        throw new StorageException(
            StorageException.Reason.HOST_KEY_CHANGED,
            "%s shows the host key %s, not %s; nothing was sent to it"
                .formatted(request.hostname(), e.shown(), sha256),
            e);
      }
      return e.shown();
    }
  }

  private record Nearest(StorageDriver driver, String url) {}

  /** A driver in the directory, or in the nearest one above it that is there. */
  private Nearest nearest(TestSftpBackupStorage request, HostKey key) throws StorageException {
    String url = directory(request);
    while (true) {
      StorageDriver driver = driver(request, url, new KnownHost.Pinned(key));
      boolean there = false;
      try {
        PatientConnect.facts(driver);
        there = true;
        return new Nearest(driver, url);
      } catch (StorageException e) {
        if (e.reason() != StorageException.Reason.NOT_FOUND
            || !url.startsWith("/")
            || url.equals("/")) {
          throw e;
        }
        url = url.substring(0, Math.max(1, url.lastIndexOf('/')));
      } finally {
        if (!there) {
          driver.close();
        }
      }
    }
  }
}
