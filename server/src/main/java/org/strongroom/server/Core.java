package org.strongroom.server;

import java.time.Clock;
import java.time.Duration;
import org.strongroom.server.account.Sessions;
import org.strongroom.server.audit.AuditChain;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.call.Calls;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.catalog.ClockJumps;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.DatabaseTime;
import org.strongroom.server.config.GlobalConfigs;
import org.strongroom.server.config.Setting;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.event.FailedCalls;
import org.strongroom.server.identity.ForeignTokens;
import org.strongroom.server.identity.Tokens;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.login.FailedLogIns;
import org.strongroom.server.login.LogInGuard;
import org.strongroom.server.login.LogInRecords;
import org.strongroom.server.login.SharedLogIns;
import org.strongroom.server.query.Queries;
import org.strongroom.server.query.mapping.CatalogMappings;
import org.strongroom.server.secret.Vault;
import org.strongroom.server.tag.TagService;

/**
 * What all services stand on.
 *
 * @param jumps of the clock
 * @param nodeUuid names this start of this node
 */
record Core(
    Clock clock,
    ClockJumps jumps,
    String nodeUuid,
    Database database,
    Vault vault,
    EventLog events,
    AuditChain auditChain,
    Queries queries,
    GlobalConfigs configs,
    JobEngine jobs,
    OperationRegistry operations,
    Calls calls,
    TagService tags,
    Sessions sessions,
    Tokens tokens,
    FailedLogIns failedLogIns,
    LogInGuard logInGuard) {

  static Core of(
      Configuration configuration,
      Clock clock,
      Database database,
      Vault vault,
      String nodeUuid,
      ForeignTokens foreign) {
    EventLog events = new EventLog(clock);
    AuditLog audit = new AuditLog(clock, new FailedCalls(events));
    Queries queries = new Queries(CatalogMappings.all(), clock.getZone());
    GlobalConfigs configs = new GlobalConfigs(database);
    boolean alone = configuration.database().embedded();
    JobEngine jobs =
        new JobEngine(database, vault, audit, clock, nodeUuid, configuration.jobLease(), alone);
    ClockJumps jumps = new ClockJumps(clock);
    jobs.kept(() -> Duration.ofSeconds(configs.number(Setting.JOB_RETENTION)).plus(jumps.held()));
    OperationRegistry operations = new OperationRegistry();
    LogInRecords logIns = new LogInRecords(database, audit);
    FailedLogIns failedLogIns = new FailedLogIns(database, events, logIns, clock);
    return new Core(
        clock,
        jumps,
        nodeUuid,
        database,
        vault,
        events,
        new AuditChain(database, vault),
        queries,
        configs,
        jobs,
        operations,
        new Calls(operations, database, jobs, audit),
        new TagService(database, queries, clock),
        new Sessions(database, configs, clock),
        new Tokens(database, configuration.openStack().tokenLifetime(), clock, foreign),
        failedLogIns,
        new LogInGuard(
            clock, failedLogIns, logIns, new SharedLogIns(database, DatabaseTime.of(clock))));
  }
}
