package org.strongroom.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.about.AboutService;
import org.strongroom.server.account.AccountService;
import org.strongroom.server.account.Sessions;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.call.Calls;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.config.GlobalConfigService;
import org.strongroom.server.config.GlobalConfigs;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.event.EventService;
import org.strongroom.server.face.HttpServer;
import org.strongroom.server.face.RequestBodies;
import org.strongroom.server.face.RequestMetrics;
import org.strongroom.server.face.ServerPages;
import org.strongroom.server.face.message.MessageFace;
import org.strongroom.server.face.openapi.OpenApiPages;
import org.strongroom.server.face.zstack.ZStack;
import org.strongroom.server.face.zstack.ZStackJson;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.job.JobHooks;
import org.strongroom.server.query.Queries;
import org.strongroom.server.query.mapping.CatalogMappings;
import org.strongroom.server.secret.Vault;
import org.strongroom.server.tag.TagService;
import org.strongroom.server.task.LongJobSubmission;
import org.strongroom.server.task.TaskService;
import org.strongroom.server.zone.ZoneService;
import org.strongroom.storage.source.AddressGuard;
import org.strongroom.storage.source.GuardedHttp;
import org.strongroom.storage.source.Network;
import org.strongroom.storage.source.SourceTimeouts;

/**
 * The composition root: wires a server by hand, starts it, stops it. What is opened last is closed
 * first.
 */
public final class Strongroom implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Strongroom.class);
  private static final SourceTimeouts CALLER_TIMEOUTS =
      new SourceTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10));

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Configuration configuration;
  private final HttpServer http;
  private final Optional<String> generatedPassword;

  private Strongroom(Configuration configuration, Clock clock) {
    this.configuration = configuration;
    DataDirectory directory = open(DataDirectory.open(configuration.dataDirectory()));
    Configuration.DatabaseAccess access = configuration.database();
    Database database = open(Database.open(access.url(), access.user(), access.password()));
    Vault vault = Vault.open(directory.keyFile());
    String nodeUuid = Uuid.random();
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    AuditLog audit = new AuditLog(clock);
    EventLog events = new EventLog(clock);
    Queries queries = new Queries(CatalogMappings.all(), clock.getZone());
    GlobalConfigs configs = new GlobalConfigs(database);
    JobEngine jobs =
        new JobEngine(
            database, vault, audit, clock, nodeUuid, configuration.jobLease(), access.embedded());
    OperationRegistry operations = new OperationRegistry();
    Calls calls = new Calls(operations, database, jobs, audit);

    TagService tags = new TagService(database, queries, clock);
    Sessions sessions = new Sessions(database, configs, clock);
    AccountService accounts = new AccountService(database, queries, sessions, tags, clock);
    tags.register(operations);
    accounts.register(operations);
    new ZoneService(database, queries, tags, events, clock).register(operations);
    new GlobalConfigService(configs, queries, database).register(operations);
    new EventService(database, queries).register(operations);
    new TaskService(database, queries, jobs, clock).register(operations);
    new LongJobSubmission(database, queries, calls).register(operations);
    new AboutService(clock).register(operations);
    // operations.checkComplete();

    this.generatedPassword =
        new FirstStart(accounts, directory).createAdministrator(configuration.adminPassword());
    ZStackJson json = new ZStackJson(clock.getZone());
    RequestBodies bodies = new RequestBodies(configuration.http().maxBody());
    GuardedHttp callers = open(guardedHttp(configuration));
    ZStack zstack =
        open(
            new ZStack(
                calls, jobs, new JobHooks(database, clock), sessions, bodies, callers, json));
    zstack.start(access.embedded());
    opened.push(() -> jobs.stop(configuration.shutdownGrace()));
    jobs.start();
    this.http =
        open(
            new HttpServer(
                configuration.http(),
                List.of(
                    zstack::register,
                    new MessageFace(calls, jobs, sessions, bodies, json, clock)::register,
                    new OpenApiPages(AboutService.version())::register,
                    new ServerPages(meters)::register),
                new RequestMetrics(meters)));
    http.start();
  }

  /**
   * Starts a server; it answers when this returns.
   *
   * @throws org.strongroom.server.configuration.ConfigurationException if the configuration does
   *     not allow it
   */
  public static Strongroom start(Configuration configuration, Clock clock) {
    if (configuration.http().tls().isEmpty() && !isLoopback(configuration.http().host())) {
      log.warn(
          "listening on {} without TLS: passwords and sessions cross the network in the clear; set tls.certificate and tls.key",
          configuration.http().host());
    }
    return new Strongroom(configuration, clock);
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.startsWith("127.")
        || host.equals("::1")
        || host.equals("[::1]");
  }

  /** HTTP to addresses that callers name. */
  private static GuardedHttp guardedHttp(Configuration configuration) {
    List<Network> allowed = configuration.allowedNetworks().stream().map(Network::parse).toList();
    try {
      return new GuardedHttp(new AddressGuard(allowed), CALLER_TIMEOUTS, SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  /** The administrator's password if this start made one up. */
  public Optional<String> generatedPassword() {
    return generatedPassword;
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
    for (AutoCloseable part : opened) {
      try {
        part.close();
      } catch (Exception e) {
        log.error("{} could not be closed", part, e);
      }
    }
  }
}
