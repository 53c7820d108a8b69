package org.strongroom.server;

import static org.strongroom.server.catalog.content.ImageBackupTable.IMAGE_BACKUP;
import static org.strongroom.server.catalog.content.ImageCopyTable.IMAGE_COPY;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.storage.BackupNodeTable.BACKUP_NODE;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.image.ImageWebServer;
import org.strongroom.testing.BootSector;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.SshAccount;

/** Storages, images, nodes and buckets for jobs, and where their bytes lie on this machine. */
public abstract class StorageGround {
  public static final byte[] BYTES = new byte[100_000];

  static {
    new Random(5).nextBytes(BYTES);
    BootSector.mark(BYTES);
  }

  final Path directory;
  final Optional<OpenSshServer> sshd;
  final S3ProxyServer s3;
  final Optional<GroundStore> store;
  final PretendServers servers;
  final SshAccount.@Nullable Scratch scratch;
  final Map<String, Path> roots = new HashMap<>();

  /** The urls of storages in a real object store. */
  final Map<String, String> mirrors = new HashMap<>();

  public final Database database;
  public final ImageWebServer web;
  int number;

  StorageGround(
      Path directory,
      Optional<OpenSshServer> sshd,
      S3ProxyServer s3,
      Optional<GroundStore> store,
      Database database)
      throws IOException {
    this.directory = directory;
    this.sshd = sshd;
    this.s3 = s3;
    this.store = store;
    this.database = database;
    servers = new PretendServers(directory.resolve("servers"));
    scratch = sshd.map(server -> server.shellAccount().newScratch()).orElse(null);
    web = new ImageWebServer(BYTES);
  }

  /** Carries an operation out, which has to end well. */
  public abstract Object succeed(String operation, Map<String, ?> values);

  /** What an operation answers at once. */
  public abstract Object answer(String operation, Map<String, ?> values);

  /** Measures the repositories whose account is in doubt. */
  abstract void measureRepositories();

  @SuppressWarnings("unchecked")
  public <T> T made(String operation, Map<String, ?> values) {
    return ((InventoryReply<T>) succeed(operation, values)).inventory();
  }

  String nodeDirectory() {
    return scratch == null ? "/srv/strongroom" : scratch.remote() + "/strongroom";
  }

  /**
   * Object stores are directories here: what is kept in them can be looked through. Of a real one
   * there is a copy, as it was when it was last looked at.
   */
  Path inStore(String url) {
    return directory.resolve("stores").resolve(url.replaceFirst("^[a-z0-9]+://", ""));
  }

  public Path directory() {
    return directory;
  }

  public boolean isReal() {
    return sshd.isPresent();
  }

  public PretendServers servers() {
    return servers;
  }

  public String next(String what) {
    number++;
    return what + number;
  }

  /** The parameters that add a storage in a new directory. */
  public Map<String, Object> newFileSystem() throws IOException {
    Path root = Files.createDirectories(directory.resolve("storages").resolve(next("storage")));
    return new HashMap<>(Map.of("name", next("storage"), "url", root.toString()));
  }

  /** The parameters that add a storage in a new directory of a server. */
  public Map<String, Object> newSftp() {
    if (sshd.isEmpty()) {
      int port = ++number;
      servers.root(port);
      return new HashMap<>(
          Map.of(
              "name", next("storage"),
              "url", "/srv/storage",
              "hostname", "127.0.0.1",
              "sshPort", port,
              "username", "user",
              "password", "password"));
    }
    OpenSshServer server = sshd.get();
    SshAccount account = server.shellAccount();
    return new HashMap<>(
        Map.of(
            "name", next("storage"),
            "url", account.newScratch().remote() + "/storage",
            "hostname", server.host(),
            "sshPort", server.port(),
            "username", account.username(),
            "password", account.password()));
  }

  /** A new storage, in an object store or on a server if there is a real one. */
  public BackupStorageInventory storage() throws IOException {
    return store.isPresent() || !isReal() ? place() : sftp();
  }

  /** A new storage, in an object store if there is a real one. */
  public BackupStorageInventory place() throws IOException {
    return store.isPresent()
        ? made(store.get().operation(), store.get().parameters())
        : fileSystem();
  }

  public BackupStorageInventory fileSystem() throws IOException {
    return made("AddFileSystemBackupStorage", newFileSystem());
  }

  public BackupStorageInventory sftp() {
    return made("AddSftpBackupStorage", newSftp());
  }

  /** Where a storage's files lie on this machine. */
  public Path root(String storageUuid) {
    return roots.computeIfAbsent(storageUuid, this::rootOf);
  }

  private Path rootOf(String storageUuid) {
    Record row = storage(storageUuid);
    String url = row.get(BACKUP_STORAGE.URL);
    if (row.get(BACKUP_STORAGE.ENDPOINT) != null || url.startsWith("swift:")) {
      // buckets for image backups lie in a store of their own
      if (store.isPresent() && !isBucket(row)) {
        mirrors.put(storageUuid, url);
        store.get().mirror(url, inStore(url));
      }
      return inStore(url);
    }
    return row.get(BACKUP_STORAGE.HOSTNAME) == null
        ? Path.of(url)
        : local(url, row.get(BACKUP_STORAGE.SSH_PORT));
  }

  /** Looks anew at what lies in the object store, if there is a real one. */
  public void look() {
    mirrors.values().forEach(url -> store.orElseThrow().mirror(url, inStore(url)));
  }

  /** What follows has storages of its own: those that there are stay as they are. */
  public void turnAway() {
    mirrors.clear();
  }

  static boolean isBucket(Record storage) {
    return String.valueOf(storage.get(BACKUP_STORAGE.PREFIX)).startsWith("strongroom-");
  }

  public Path local(String url, int port) {
    if (sshd.isEmpty()) {
      return servers.root(port).resolve(url.substring(1));
    }
    SshAccount account = sshd.get().shellAccount();
    return account
        .localHome()
        .resolve(url.substring(account.remoteHome().length()).replaceFirst("^/+", ""));
  }

  public ImageInventory image(String... storageUuids) {
    return made("AddImage", newImage(storageUuids));
  }

  public Map<String, Object> newImage(String... storageUuids) {
    return new HashMap<>(
        Map.of(
            "name", next("image"),
            "url", web.url("/whole"),
            "backupStorageUuids", List.of(storageUuids)));
  }

  public Map<String, Object> newNode() {
    Map<String, Object> server = newSftp();
    return new HashMap<>(
        Map.of(
            "displayName", next("node"),
            "accessIp", server.get("hostname"),
            "sshPort", server.get("sshPort"),
            "userId", server.get("username"),
            "password", server.get("password")));
  }

  public BackupNodeInventory backupNode() {
    return made("RegisterBackupNode", newNode());
  }

  /** The parameters that add a storage in a bucket. */
  public Map<String, Object> newS3() {
    String name = next("bucket");
    return new HashMap<>(
        Map.of(
            "name", name,
            "bucketName", name,
            "prefix", "images",
            "endpoint", "https://s3.example.com",
            "accessKey", "key",
            "secretKey", "secret"));
  }

  public Map<String, Object> newSwift() {
    return new HashMap<>(
        Map.of(
            "name", next("container"),
            "container", next("container"),
            "authUrl", "https://keystone.example.com/v3",
            "username", "user",
            "password", "password"));
  }

  public BackupStorageInventory swift() {
    return made("AddSwiftBackupStorage", newSwift());
  }

  public BackupStorageInventory s3() {
    return made("AddS3BackupStorage", newS3());
  }

  public Map<String, Object> newBucket() {
    String name = next("bucket") + "-" + Uuid.random();
    try (var client = s3.client()) {
      client.createBucket(request -> request.bucket(name));
    }
    return new HashMap<>(
        Map.of(
            "name",
            name,
            "type",
            "s3",
            "bucketName",
            name,
            "endpoint",
            s3.endpoint().toString(),
            "accessKey",
            s3.owner().accessKey(),
            "secretKey",
            s3.owner().secretKey()));
  }

  public BucketInventory bucket() {
    return made("RegisterBucket", newBucket());
  }

  public List<String> objects(String bucketName) {
    try (var client = s3.client()) {
      return client.listObjectsV2(request -> request.bucket(bucketName)).contents().stream()
          .map(object -> object.key())
          .toList();
    }
  }

  public ImageBackupInventory export(BackupNodeInventory to, ImageInventory image) {
    return made(
        "ExportImageBackup",
        Map.of(
            "name", next("backup"),
            "imageUuid", image.uuid(),
            "backupHost", Long.toString(to.id())));
  }

  @SuppressWarnings("unchecked")
  public static String uuid(Object reply) {
    Object inventory = ((InventoryReply<Object>) reply).inventory();
    return switch (inventory) {
      case BackupStorageInventory storage -> storage.uuid();
      case BucketInventory bucket -> bucket.uuid();
      case VolumeInventory volume -> volume.uuid();
      default -> throw new IllegalArgumentException(inventory.toString());
    };
  }

  /** Gives a file to the account that logs in to the server. */
  public void own(Path file) {
    sshd.ifPresent(server -> server.shellAccount().own(file));
  }

  /** A server is one node only: the next one needs it. */
  public void removeNodes() {
    List<Long> nodes =
        database.read(sql ->
            sql.select(BACKUP_NODE.NUMBER)
                .from(BACKUP_NODE)
                .where(BACKUP_NODE.NUMBER.isNotNull())
                .fetch(BACKUP_NODE.NUMBER));
    if (!isReal()) {
      return;
    }
    for (Long id : nodes) {
      succeed("DeregisterBackupNode", Map.of("id", id, "force", true, "uninstall", true));
    }
    files(local(nodeDirectory(), 0)).forEach(file -> file.toFile().delete());
  }

  public List<Record> storages() {
    return database.read(
        sql -> List.copyOf(sql.select(BACKUP_STORAGE.fields()).from(BACKUP_STORAGE).fetch()));
  }

  public Record storage(String uuid) {
    return storages().stream()
        .filter(row -> row.get(BACKUP_STORAGE.UUID).equals(uuid))
        .findFirst()
        .orElseThrow();
  }

  public String copyStatus(String imageUuid, String storageUuid) {
    return database.read(sql ->
        sql.select(IMAGE_COPY.STATUS)
            .from(IMAGE_COPY)
            .where(IMAGE_COPY.IMAGE_UUID.eq(imageUuid))
            .and(IMAGE_COPY.BACKUP_STORAGE_UUID.eq(storageUuid))
            .fetchSingle(IMAGE_COPY.STATUS));
  }

  public String backupStatus(String uuid) {
    return database.read(sql ->
        sql.select(IMAGE_BACKUP.STATUS)
            .from(IMAGE_BACKUP)
            .where(IMAGE_BACKUP.UUID.eq(uuid))
            .fetchSingle(IMAGE_BACKUP.STATUS));
  }

  public List<String> backupStatuses(String storageUuid) {
    return ofBackups(IMAGE_BACKUP.STATUS, storageUuid);
  }

  public List<String> backupPaths(String storageUuid) {
    return ofBackups(IMAGE_BACKUP.PATH, storageUuid);
  }

  private List<String> ofBackups(Field<String> field, String storageUuid) {
    return database.read(sql ->
        sql.select(field)
            .from(IMAGE_BACKUP)
            .where(IMAGE_BACKUP.STORAGE_UUID.eq(storageUuid))
            .fetch(field));
  }

  /** The files below a directory, but for markers. */
  public static List<Path> files(Path root) {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().equals(".strongroom-storage"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static long bytes(Path root) {
    Path locks = root.resolve("repository/locks"); // no room is taken for them
    return files(root).stream()
        .filter(file -> !file.startsWith(locks))
        .mapToLong(file -> file.toFile().length())
        .sum();
  }

  /**
   * The file of the only copy of an image that is Ready; readable where storages are directories.
   */
  public Path fileOfImage(String name) {
    Record copy =
        database.read(sql ->
            sql.select(IMAGE_COPY.fields())
                .from(IMAGE_COPY)
                .join(IMAGE)
                .on(IMAGE.UUID.eq(IMAGE_COPY.IMAGE_UUID))
                .where(IMAGE.NAME.eq(name))
                .and(IMAGE.STATUS.eq("Ready"))
                .fetchSingle());
    return file(copy.get(IMAGE_COPY.BACKUP_STORAGE_UUID), copy.get(IMAGE_COPY.INSTALL_PATH));
  }

  /** A file that an install path names, on this machine. */
  public Path file(String storageUuid, String installPath) {
    String url =
        database.read(sql ->
            sql.select(BACKUP_STORAGE.URL)
                .from(BACKUP_STORAGE)
                .where(BACKUP_STORAGE.UUID.eq(storageUuid))
                .fetchSingle(BACKUP_STORAGE.URL));
    return root(storageUuid).resolve(installPath.substring(url.length()).replaceFirst("^/+", ""));
  }
}
