package org.strongroom.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.strongroom.api.NewResource;
import org.strongroom.api.ResourceType;
import org.strongroom.server.about.AboutService;
import org.strongroom.server.about.DiagnosticsService;
import org.strongroom.server.account.AccountService;
import org.strongroom.server.account.OpenSessions;
import org.strongroom.server.audit.review.AuditService;
import org.strongroom.server.backupnode.BackupNodes;
import org.strongroom.server.backupstorage.BackupStorages;
import org.strongroom.server.backupstorage.access.DriverFactory;
import org.strongroom.server.backupstorage.upkeep.VerifySchedule;
import org.strongroom.server.bucket.BucketParts;
import org.strongroom.server.bucket.Buckets;
import org.strongroom.server.capacity.CapacityHistory;
import org.strongroom.server.capacity.CapacitySampling;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.cluster.Membership;
import org.strongroom.server.cluster.NodeClock;
import org.strongroom.server.cluster.NodeRows;
import org.strongroom.server.config.GlobalConfigService;
import org.strongroom.server.config.Setting;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.configuration.ShownConfiguration;
import org.strongroom.server.event.EventService;
import org.strongroom.server.face.PemKeyStore;
import org.strongroom.server.image.ConfiguredImages;
import org.strongroom.server.image.HostPaths;
import org.strongroom.server.image.Images;
import org.strongroom.server.image.record.ImageTags;
import org.strongroom.server.imagebackup.ImageBackups;
import org.strongroom.server.notification.Notifications;
import org.strongroom.server.project.ProjectService;
import org.strongroom.server.project.RoleService;
import org.strongroom.server.schedule.ScheduleRuns;
import org.strongroom.server.schedule.Schedules;
import org.strongroom.server.snapshot.SnapshotCopies;
import org.strongroom.server.snapshot.SnapshotService;
import org.strongroom.server.task.LongJobSubmission;
import org.strongroom.server.task.TaskService;
import org.strongroom.server.volume.CleanSchedule;
import org.strongroom.server.volume.ExportPlace;
import org.strongroom.server.volume.SnapshotDownloads;
import org.strongroom.server.volume.VolumeParts;
import org.strongroom.server.volume.Volumes;
import org.strongroom.server.volume.repository.Bandwidths;
import org.strongroom.server.volume.repository.CleaningRules;
import org.strongroom.server.volume.repository.RepositoryMeasuring;
import org.strongroom.server.zone.ZoneService;
import org.strongroom.storage.driver.s3.BucketConnector;
import org.strongroom.storage.nbd.client.LocalSockets;
import org.strongroom.storage.nbd.client.NbdExports;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.ImageSources;

/** The services, each told of its neighbours, and the operations that they carry out. */
final class Services implements AutoCloseable {
  private final Core core;
  private final ExecutorService hashing;
  private final Membership membership;
  private final AccountService accounts;
  private final ProjectService projects;
  private final RoleService roles;
  private final ZoneService zones;
  private final BackupStorages storages;
  private final Images images;
  private final Buckets buckets;
  private final Volumes volumes;
  private final ImageBackups imageBackups;
  private final BackupNodes nodes;
  private final VerifySchedule verifySchedule;
  private final CapacitySampling capacities;
  private final CleanSchedule cleanSchedule;
  private final RepositoryMeasuring measuring;
  private final Notifications notifications;
  private final ScheduleRuns scheduleRuns;

  /**
   * Puts the services together; nothing runs yet.
   *
   * @param drivers makes the drivers of storages
   * @param nbd opens exports of NBD servers, given which sockets may be connected to
   * @param connector opens buckets
   * @param outward how servers are reached that administrators name
   * @param hashing a small pool of platform threads; stays the caller's
   */
  Services(
      Core core,
      Configuration configuration,
      DataDirectory directory,
      DriverFactory drivers,
      ImageSources sources,
      Function<LocalSockets, NbdExports> nbd,
      BucketConnector connector,
      Outward outward,
      ExecutorService hashing) {
    this.core = core;
    this.hashing = hashing;
    boolean alone = configuration.database().embedded();
    DatabaseTime time = DatabaseTime.of(core.clock());
    membership =
        new Membership(
            core.database(),
            new NodeRows(core.database(), time, core.nodeUuid(), hostName(), alone),
            new NodeClock(core.database(), time, core.clock()));
    accounts =
        new AccountService(
            core.database(),
            core.queries(),
            core.sessions(),
            core.tokens(),
            core.tags(),
            core.logInGuard(),
            core.clock());
    projects =
        new ProjectService(
            core.database(),
            core.queries(),
            core.tags(),
            core.events(),
            core.tokens(),
            core.clock());
    roles = new RoleService(core.database(), core.queries(), core.tokens(), core.clock());
    zones =
        new ZoneService(core.database(), core.queries(), core.tags(), core.events(), core.clock());
    storages =
        new BackupStorages(
            new BackupStorages.Surroundings(
                core.database(),
                core.vault(),
                core.events(),
                core.queries(),
                core.tags(),
                core.configs(),
                core.clock()),
            drivers,
            membership::owns);
    images =
        new Images(
            imageParts(sources, directory),
            new ConfiguredImages(core.configs(), core.jumps()),
            new TagsOfImages(core));
    buckets = new Buckets(bucketParts(connector));
    storages.veto(buckets.rules());
    volumes = new Volumes(volumeParts(configuration, directory, sources, nbd));
    imageBackups = new ImageBackups(imageBackupParts());
    nodes = new BackupNodes(storages, configuration.nodeDirectory(), directory.path());
    nodes.contents(imageBackups.onNodes());
    nodes.defaultBuckets(buckets::checkDefault);
    storages.cascade(images.storageCascade());
    storages.cascade(new SnapshotCopies(storages.garbage(), core.tags(), core.events()));
    storages.cascade(volumes.cascade());
    storages.content(volumes.content());
    storages.imageImport(images.imageImport());
    storages.content(images.content());
    storages.content(imageBackups.content());
    verifySchedule = storages.verifySchedule(core.jobs(), membership::owns);
    capacities = new CapacitySampling(core.database(), time, core.jumps()::held, membership::owns);
    new CapacityHistory(core.database(), time).register(core.operations());
    cleanSchedule = volumes.cleanSchedule(core.jobs(), membership::owns);
    measuring = volumes.measuring(membership::owns);
    notifications =
        new Notifications(
            new Notifications.Surroundings(
                core.database(),
                core.vault(),
                core.events(),
                core.queries(),
                core.tags(),
                core.configs(),
                time,
                core.clock()),
            outward.http(),
            outward.trust());
    notifications.register(core.operations());
    new Schedules(core.database(), core.queries(), core.tags(), core.events(), time, core.clock())
        .register(core.operations());
    scheduleRuns =
        new ScheduleRuns(
            core.database(),
            core.calls(),
            core.events(),
            time,
            () -> core.configs().number(Setting.SCHEDULED_BACKUPS));
    storages.rescan(images.rescan());
    storages.rescan(imageBackups.rescan());
    storages.rescan(volumes.rescan());
    membership.onChange(storages::ownershipChanged);
    membership.onLeave(core.jobs()::suspend);
    membership.onReturn(core.jobs()::resume);
    register(configuration);
  }

  private Images.Parts imageParts(ImageSources sources, DataDirectory directory) {
    return new Images.Parts(
        core.database(),
        core.jobs(),
        core.queries(),
        core.events(),
        core.clock(),
        storages.drivers(),
        storages.rules(),
        storages.reservations(),
        storages.garbage(),
        sources,
        hashing,
        List.of(directory.path().toString()),
        membership::owns);
  }

  private BucketParts bucketParts(BucketConnector connector) {
    return new BucketParts(
        core.database(),
        core.events(),
        core.queries(),
        core.tags(),
        core.clock(),
        connector,
        storages.parts(),
        storages.removal(),
        storages.reservations());
  }

  private VolumeParts volumeParts(
      Configuration configuration,
      DataDirectory directory,
      ImageSources sources,
      Function<LocalSockets, NbdExports> nbd) {
    return new VolumeParts(
        core.database(),
        core.vault(),
        core.events(),
        core.queries(),
        core.tags(),
        core.clock(),
        storages.drivers(),
        storages.rules(),
        storages.reservations(),
        storages.garbage(),
        configuration.storage(),
        new HostPaths(
            core.database(),
            new ConfiguredImages(core.configs(), core.jumps()),
            List.of(directory.path().toString())),
        sources,
        nbd,
        exportPlace(configuration),
        cleaningRules(),
        new Bandwidths(() -> core.configs().bytes(Setting.REPOSITORY_BANDWIDTH)),
        hashing);
  }

  private CleaningRules cleaningRules() {
    return new CleaningRules(
        () -> Duration.ofSeconds(core.configs().number(Setting.CLEAN_INTERVAL)),
        () -> Duration.ofSeconds(core.configs().number(Setting.CLEAN_GRACE)),
        () -> core.configs().bytes(Setting.RESERVED_CAPACITY));
  }

  private static ExportPlace exportPlace(Configuration configuration) {
    return new ExportPlace(
        configuration.nbd().host(),
        configuration.nbd().port(),
        hostName(),
        () -> configuration.http().tls().map(Services::certificate));
  }

  /** Read anew for each listener, so that one that was renewed is shown. */
  private static SSLContext certificate(Configuration.Tls tls) {
    try {
      KeyStore store = PemKeyStore.read(tls.certificate(), tls.key());
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate " + tls.certificate(), e);
    }
  }

  private ImageBackups.Parts imageBackupParts() {
    return new ImageBackups.Parts(
        core.database(),
        core.jobs(),
        core.queries(),
        core.events(),
        core.tags(),
        core.clock(),
        storages.drivers(),
        storages.rules(),
        storages.reservations(),
        storages.garbage(),
        hashing,
        images.groups(),
        images.making(),
        buckets);
  }

  private void register(Configuration configuration) {
    core.tags().register(core.operations());
    accounts.register(core.operations());
    new OpenSessions(core.database(), core.queries(), core.sessions(), core.clock())
        .register(core.operations());
    projects.register(core.operations());
    roles.register(core.operations());
    zones.register(core.operations());
    storages.register(core.operations(), core.jobs());
    nodes.register(core.operations(), core.jobs());
    images.register(core.operations());
    images.register(core.jobs());
    buckets.register(core.operations(), core.jobs());
    volumes.register(core.operations(), core.jobs());
    volumes.register(images, core.operations(), core.jobs());
    imageBackups.register(core.operations());
    imageBackups.register(core.jobs());
    membership.register(core.operations(), core.queries());
    new SnapshotService(core.database(), core.queries()).register(core.operations());
    new GlobalConfigService(core.configs(), core.queries(), core.database())
        .register(core.operations());
    new EventService(core.database(), core.queries()).register(core.operations());
    new AuditService(core.database(), core.queries(), core.auditChain())
        .register(core.operations());
    new TaskService(core.database(), core.queries(), core.jobs(), core.clock())
        .register(core.operations());
    new LongJobSubmission(core.database(), core.queries(), core.calls())
        .register(core.operations());
    new AboutService(core.clock()).register(core.operations());
    new DiagnosticsService(
            configuration,
            () -> ShownConfiguration.read(Path.of("").toAbsolutePath(), System.getenv()),
            core.database(),
            core.clock())
        .register(core.operations());
    core.operations().checkComplete();
  }

  Membership membership() {
    return membership;
  }

  AccountService accounts() {
    return accounts;
  }

  ProjectService projects() {
    return projects;
  }

  RoleService roles() {
    return roles;
  }

  ZoneService zones() {
    return zones;
  }

  BackupStorages storages() {
    return storages;
  }

  BackupNodes nodes() {
    return nodes;
  }

  Images images() {
    return images;
  }

  SnapshotDownloads snapshotDownloads() {
    return volumes.downloads();
  }

  ScheduleRuns scheduleRuns() {
    return scheduleRuns;
  }

  CleanSchedule cleanSchedule() {
    return cleanSchedule;
  }

  RepositoryMeasuring measuring() {
    return measuring;
  }

  /**
   * Joins the other nodes, connects storages and watches over them, takes up jobs. In this order: a
   * job that finds its storage Connecting waits for it.
   */
  void start() {
    storages.start(membership.start());
    core.jobs().start();
    images.expungeSchedule().start();
    verifySchedule.start();
    capacities.start();
    cleanSchedule.start();
    measuring.start();
    notifications.start();
    scheduleRuns.start();
    images.manifestUpkeep().start();
    images.uploadHandOver().start();
    buckets.start();
  }

  @Override
  public void close() {
    volumes.exports().close();
    buckets.close();
    scheduleRuns.close();
    notifications.close();
    capacities.close();
    verifySchedule.close();
    measuring.close();
    cleanSchedule.close();
    images.manifestUpkeep().close();
    images.expungeSchedule().close();
    images.uploadHandOver().close();
    storages.close();
    membership.close();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // a machine that does not know its own name
    }
  }

  /**
   * The way to servers that administrators name.
   *
   * @param http by the rules for addresses
   * @param trust whose certificates are believed
   */
  record Outward(GuardedHttp http, SSLContext trust) {}

  /** Tags, as images see them. */
  private record TagsOfImages(Core core) implements ImageTags {
    @Override
    public void create(String imageUuid, NewResource created, Transaction transaction) {
      core.tags().create(ResourceType.IMAGE, imageUuid, created, transaction);
    }

    @Override
    public int restore(String imageUuid, NewResource tags, Transaction transaction) {
      return core.tags().restore(ResourceType.IMAGE, imageUuid, tags, transaction);
    }

    @Override
    public void deleteAll(String imageUuid, Transaction transaction) {
      core.tags().deleteAll(ResourceType.IMAGE, imageUuid, transaction);
    }
  }
}
