package org.strongroom.server;

import java.time.Clock;
import org.strongroom.server.account.Sessions;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.call.Calls;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.config.GlobalConfigs;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.identity.ForeignTokens;
import org.strongroom.server.identity.Tokens;
import org.strongroom.server.job.JobEngine;
import org.strongroom.server.login.FailedLogIns;
import org.strongroom.server.login.LogInGuard;
import org.strongroom.server.query.Queries;
import org.strongroom.server.query.mapping.CatalogMappings;
import org.strongroom.server.secret.Vault;
import org.strongroom.server.tag.TagService;

/**
 * What all services stand on.
 *
 * @param nodeUuid names this start of this node
 */
record Core(
    Clock clock,
    String nodeUuid,
    Database database,
    Vault vault,
    EventLog events,
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
    AuditLog audit = new AuditLog(clock);
    Queries queries = new Queries(CatalogMappings.all(), clock.getZone());
    GlobalConfigs configs = new GlobalConfigs(database);
    boolean alone = configuration.database().embedded();
    JobEngine jobs =
        new JobEngine(database, vault, audit, clock, nodeUuid, configuration.jobLease(), alone);
    OperationRegistry operations = new OperationRegistry();
    EventLog events = new EventLog(clock);
    FailedLogIns failedLogIns = new FailedLogIns(database, events, clock);
    return new Core(
        clock,
        nodeUuid,
        database,
        vault,
        events,
        queries,
        configs,
        jobs,
        operations,
        new Calls(operations, database, jobs, audit),
        new TagService(database, queries, clock),
        new Sessions(database, configs, clock),
        new Tokens(database, configuration.openStack().tokenLifetime(), clock, foreign),
        failedLogIns,
        new LogInGuard(clock, failedLogIns));
  }
}
