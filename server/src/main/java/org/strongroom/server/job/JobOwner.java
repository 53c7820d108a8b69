package org.strongroom.server.job;

import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.util.Optional;
import org.jooq.Record;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;

/**
 * Who may ask what became of a job.
 *
 * @param accountUuid whose call it is; empty if it came without a session
 * @param sessionDigest the session that made it, which the call itself may have ended
 */
public record JobOwner(String accountUuid, Optional<String> sessionDigest) {
  static JobOwner of(Call call) {
    return new JobOwner(call.caller().accountUuid(), call.sessionDigest());
  }

  static JobOwner of(Record row) {
    return new JobOwner(
        row.get(JOB.ACCOUNT_UUID), Optional.ofNullable(row.get(JOB.SESSION_DIGEST)));
  }

  /**
   * Its account, administrators, and whoever shows the session that made it. Calls without a
   * session have no secret but the job's uuid.
   *
   * @param caller empty without a valid session
   * @param shown the digest of the session that was shown, valid or not
   */
  public boolean mayAsk(Optional<Caller> caller, Optional<String> shown) {
    return accountUuid.isEmpty()
        || caller.filter(known -> known.mayUse(accountUuid)).isPresent()
        || (shown.isPresent() && shown.equals(sessionDigest));
  }
}
