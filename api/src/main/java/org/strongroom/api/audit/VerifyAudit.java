package org.strongroom.api.audit;

import org.jspecify.annotations.Nullable;
import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Parameter;
import org.strongroom.api.Request;

/**
 * Verifies the chain of the audit log. Where it begins and ends is sealed by the server's key, so
 * that what was taken away is not taken for forgotten by its age. Whoever notes the last link
 * somewhere else can have it found again later: then entries cannot have been cut off from the end
 * either.
 */
@Operation(
    summary =
        "Verifies the chain of the audit log: that no entry was changed, taken out or put in.",
    method = HttpMethod.GET,
    path = "/audit-chain",
    mode = Mode.SYNC,
    access = Access.ADMIN,
    since = "1.0",
    command = "audit verify")
public record VerifyAudit(
    @Parameter(value = "number of a link that was noted earlier", min = 1) @Nullable Long number,
    @Parameter(value = "digest of that link, 64 hexadecimal digits", maxLength = 64)
        @Nullable String digest)
    implements Request<VerifyAudit.Reply> {
  /**
   * What was found.
   *
   * @param valid whether every entry is what was written
   * @param fault the first thing that is not; null if all is well
   * @param links how many links were verified
   * @param firstNumber the first link that is kept; older ones were forgotten by their age
   * @param lastNumber the last link, to be noted with its digest
   * @param sealedFrom the last link when the server's key first sealed the chain's ends; 0 if that
   *     was before the first one. It never changes while nobody takes the seals away
   */
  public record Reply(
      boolean valid,
      @Nullable String fault,
      long links,
      long firstNumber,
      long lastNumber,
      String lastDigest,
      @Nullable Long sealedFrom,
      boolean success) {}
}
