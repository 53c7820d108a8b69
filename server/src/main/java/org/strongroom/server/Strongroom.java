package org.strongroom.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.about.AboutService;
import org.strongroom.server.account.ConsoleRuns;
import org.strongroom.server.account.ConsoleSessions;
import org.strongroom.server.account.SessionEndings;
import org.strongroom.server.backupstorage.access.StandardDrivers;
import org.strongroom.server.backupstorage.access.Traffic;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.cluster.KeyCheck;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.face.Gate;
import org.strongroom.server.face.HttpServer;
import org.strongroom.server.face.PublicUrl;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.RequestMetrics;
import org.strongroom.server.face.ServerPages;
import org.strongroom.server.face.connection.Sources;
import org.strongroom.server.face.console.ConsoleFace;
import org.strongroom.server.face.console.Surroundings;
import org.strongroom.server.face.console.session.Visitors;
import org.strongroom.server.face.identity.IdentityFace;
import org.strongroom.server.face.message.MessageFace;
import org.strongroom.server.face.openapi.OpenApiPages;
import org.strongroom.server.face.openstack.OperationCalls;
import org.strongroom.server.face.powervc.PowerVcFace;
import org.strongroom.server.face.zstack.PageDownloads;
import org.strongroom.server.face.zstack.ZStack;
import org.strongroom.server.face.zstack.ZStackJson;
import org.strongroom.server.identity.ForeignTokens;
import org.strongroom.server.identity.Keystone;
import org.strongroom.server.identity.KeystoneTokens;
import org.strongroom.server.identity.LogIns;
import org.strongroom.server.job.JobHooks;
import org.strongroom.server.objectstore.ObjectStoreDrivers;
import org.strongroom.storage.driver.s3.BucketConnector;
import org.strongroom.storage.nbd.client.NbdExports;
import org.strongroom.storage.nbd.client.NbdTimeouts;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.ImageSources;
import org.strongroom.storage.source.guard.AddressGuard;
import org.strongroom.storage.source.guard.Network;
import org.strongroom.storage.source.guard.SourceTimeouts;

/**
 * The composition root: wires a server by hand, starts it, stops it. What is opened last is closed
 * first.
 */
public final class Strongroom implements AutoCloseable {
  private static final int HASHING_THREADS = 2;
  private static final Logger log = LoggerFactory.getLogger(Strongroom.class);
  private static final SourceTimeouts CALLER_TIMEOUTS =
      new SourceTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(60));

  /** How long calls that came in may take to be accepted. */
  private static final Duration CALLERS_WAIT = Duration.ofSeconds(5);

  private final Deque<AutoCloseable> opened;
  private final Configuration configuration;
  private final HttpServer http;
  private final Optional<String> generatedPassword;

  private Strongroom(Configuration configuration, Clock clock, Deque<AutoCloseable> opened) {
    this.configuration = configuration;
    this.opened = opened;
    SSLContext trust = TrustedCertificates.context(configuration.trustedCertificates());
    DataDirectory directory = open(DataDirectory.open(configuration.dataDirectory()));
    open(NativeLibraries.unpackedBelow(directory.path()));
    Configuration.DatabaseAccess access = configuration.database();
    if (access.embedded()) {
      EmbeddedCatalog.of(access.url()).check(directory.keyFile());
    }
    Database database = open(Database.open(access.url(), access.user(), access.password()));
    boolean alone = access.embedded();
    Core core =
        Core.of(
            configuration,
            clock,
            database,
            new KeyCheck(database, directory.keyFile(), configuration.replaceKey()).open(),
            Uuid.random(),
            foreignTokens(database, clock, trust));
    AddressGuard guard = new AddressGuard(allowed(configuration));
    GuardedHttp callers = open(new GuardedHttp(guard, CALLER_TIMEOUTS, trust));
    GuardedHttp stores = open(GuardedHttp.keeping(guard, CALLER_TIMEOUTS, trust));
    AddressGuard narrow = guard.withoutPrivateNetworks();
    GuardedHttp accounts = open(new GuardedHttp(narrow, CALLER_TIMEOUTS, trust));
    ImageSources ordinary = new ImageSources(accounts, narrow, CALLER_TIMEOUTS);
    ImageSources sources = new ImageSources(callers, guard, CALLER_TIMEOUTS, Optional.of(ordinary));
    ExecutorService hashing =
        Executors.newFixedThreadPool(
            HASHING_THREADS, Thread.ofPlatform().name("hashing-", 0).daemon().factory());
    open(hashing::shutdownNow);
    BucketConnector buckets = new BucketConnector(stores, clock, hashing);
    Traffic traffic = new Traffic();
    Services services =
        open(
            new Services(
                core,
                configuration,
                directory,
                new StandardDrivers(
                    configuration.storage(),
                    new ObjectStoreDrivers(
                        buckets,
                        stores,
                        more ->
                            TrustedCertificates.context(configuration.trustedCertificates(), more),
                        clock),
                    traffic),
                sources,
                sockets -> new NbdExports(guard, sockets, trust, NbdTimeouts.DEFAULT),
                buckets,
                new Services.Outward(callers, trust),
                hashing));
    this.generatedPassword = new FirstStart(core, services, directory).run(configuration);
    Upkeep upkeep = open(new Upkeep(core, alone));

    ZStackJson json = new ZStackJson(clock.getZone());
    RequestBodies bodies = new RequestBodies(configuration.http().maxBody());
    PublicUrl publicUrl =
        new PublicUrl(
            configuration.openStack().publicUrl(),
            new Sources(configuration.http().clients().trustedProxies()));
    ZStack zstack = open(zstack(core, services, bodies, callers, json, publicUrl));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    CatalogMeters.register(core, meters);
    meters
        .getPrometheusRegistry()
        .register(
            new StorageMeters(
                database, () -> services.storages().tracker().lastAnswers(), traffic));
    Gate gate = new Gate();
    ConsoleFace console = console(core, services, bodies, json, publicUrl, clock);
    this.http =
        open(
            new HttpServer(
                configuration.http(),
                List.of(
                    zstack::register,
                    new MessageFace(core.calls(), core.jobs(), core.sessions(), bodies, json, clock)
                        ::register,
                    new IdentityFace(
                            core.calls(),
                            core.tokens(),
                            new LogIns(database, core.tokens(), core.logInGuard()),
                            bodies,
                            publicUrl)
                        ::register,
                    new PowerVcFace(
                            new OperationCalls(core.calls(), core.jobs()),
                            core.tokens(),
                            bodies,
                            publicUrl,
                            clock)
                        ::register,
                    new OpenApiPages(AboutService.version())::register,
                    console::register,
                    new ServerPages(
                            meters,
                            services.membership()::problem,
                            configuration.http().clients().metricsAllow())
                        ::register),
                new RequestMetrics(meters),
                gate,
                new SessionEndings(database, clock)::among));

    zstack.start(alone);
    services.start();
    upkeep.start();
    http.start();
    log.info("Strongroom {} answers at {}", AboutService.build(), url());
    // Closed first: jobs may end while requests are still answered.
    opened.push(() -> {
      if (alone) {
        core.jobs().stop(configuration.shutdownGrace());
      } else {
        drain(core, services, gate);
      }
    });
    opened.push(console); // whoever waits for the last request would wait for open pages
  }

  /** Stops one node of several so that no call is lost that is sent again as documented. */
  private void drain(Core core, Services services, Gate gate) throws InterruptedException {
    services.membership().leave(); // /healthz says so from now on
    gate.announce();
    Thread.sleep(configuration.shutdownNotice());
    gate.close();
    gate.awaitCalls(CALLERS_WAIT);
    long until = System.nanoTime() + configuration.shutdownGrace().toNanos();
    core.jobs().stop(configuration.shutdownGrace());
    gate.awaitAll(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
  }

  private ForeignTokens foreignTokens(Database database, Clock clock, SSLContext trust) {
    return configuration
        .openStack()
        .keystone()
        .<ForeignTokens>map(
            url -> new KeystoneTokens(open(new Keystone(url, trust)), database, clock))
        .orElse(ForeignTokens.NONE);
  }

  private static ConsoleFace console(
      Core core,
      Services services,
      RequestBodies bodies,
      ZStackJson json,
      PublicUrl publicUrl,
      Clock clock) {
    ConsoleSessions sessions = new ConsoleSessions(core.database(), core.sessions(), clock);
    return new ConsoleFace(
        new Surroundings(
            core.calls(),
            core.jobs(),
            new Visitors(services.accounts(), sessions, publicUrl),
            new ConsoleRuns(core.database(), clock),
            bodies,
            services.images().resumableUploads(),
            new PageDownloads(services.images().downloads(), services.snapshotDownloads(), json),
            json,
            publicUrl,
            clock));
  }

  private static ZStack zstack(
      Core core,
      Services services,
      RequestBodies bodies,
      GuardedHttp callers,
      ZStackJson json,
      PublicUrl publicUrl) {
    return new ZStack(
        core.calls(),
        core.jobs(),
        new JobHooks(core.database(), core.clock()),
        core.sessions(),
        services.images(),
        services.snapshotDownloads(),
        bodies,
        callers,
        json,
        publicUrl);
  }

  /**
   * Starts a server; it answers when this returns.
   *
   * @throws org.strongroom.server.configuration.ConfigurationException if the configuration does
   *     not allow it
   */
  public static Strongroom start(Configuration configuration, Clock clock) {
    log.info(
        "Strongroom {} starts, data in {}", AboutService.build(), configuration.dataDirectory());
    if (configuration.http().exposed()) {
      log.warn(
          "listening on {} without TLS: passwords and sessions cross the network in the clear; set"
              + " tls.certificate and tls.key",
          configuration.http().host());
    }
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      return new Strongroom(configuration, clock, opened);
    } catch (RuntimeException e) {
      closeAll(opened);
      throw e;
    }
  }

  private static List<Network> allowed(Configuration configuration) {
    return configuration.allowedNetworks().stream().map(Network::parse).toList();
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  /** The administrator's password if this start made one up. */
  public Optional<String> generatedPassword() {
    return generatedPassword;
  }

  /** All that it answers to, whatever the face, such as {@code GET /healthz}. */
  public SortedSet<String> routes() {
    return http.routes();
  }

  /** Where it answers. */
  public URI url() {
    String scheme = configuration.http().tls().isPresent() ? "https" : "http";
    String host = configuration.http().host();
    return URI.create(
        "%s://%s:%d".formatted(scheme, host.contains(":") ? "[" + host + "]" : host, http.port()));
  }

  /**
   * Stops in order: no more requests, jobs drained or left to the next start, everything closed.
   */
  @Override
  public void close() {
    log.info("Strongroom {} stops", AboutService.build());
    closeAll(opened);
    log.info("Strongroom {} has stopped", AboutService.build());
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        log.error("{} could not be closed", part, e);
      }
    }
  }
}
