package org.strongroom.server.volume;

import java.util.Optional;
import org.strongroom.api.ApiException;
import org.strongroom.api.repository.GetRepositoryPassword;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.backupstorage.record.StorageRows;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.server.volume.repository.ResticCommand;

/** Tells the passwords of repositories, and keeps who asked. */
final class RepositoryAnswers {
  private final VolumeParts parts;
  private final Repositories repositories;
  private final AuditLog audit;

  RepositoryAnswers(VolumeParts parts, Repositories repositories) {
    this.parts = parts;
    this.repositories = repositories;
    this.audit = new AuditLog(parts.clock());
  }

  GetRepositoryPassword.Reply password(GetRepositoryPassword request, Caller caller) {
    Origin origin = Origin.current();
    Call call =
        new Call(caller, Uuid.random(), origin.requestId(), origin.source(), Optional.empty());
    return parts
        .database()
        .write(transaction -> {
          StorageRow storage = StorageRows.require(request.uuid(), transaction.sql());
          String password =
              repositories
                  .password(storage.uuid(), transaction.sql())
                  .orElseThrow(() ->
                      ApiException.refused(
                          "%s has no repository yet: the first BackupVolume onto it makes it"
                              .formatted(storage.label())));
          audit.succeeded(call, "GetRepositoryPassword", storage.uuid(), transaction);
          ResticCommand restic = ResticCommand.of(storage);
          return new GetRepositoryPassword.Reply(password, restic.repository(), restic.line());
        });
  }
}
