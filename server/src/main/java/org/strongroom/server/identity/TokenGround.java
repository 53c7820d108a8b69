package org.strongroom.server.identity;

import static org.strongroom.server.catalog.identity.AccountTable.ACCOUNT;
import static org.strongroom.server.catalog.identity.TokenTable.TOKEN;

import java.time.Instant;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/**
 * On what a token is given out. It has to hold still when the token is written: else one that is
 * asked for while a password changes, or while a token is revoked, would outlive that.
 *
 * @param account of the account's row
 * @param last when the token ends at the latest
 * @param rescoped whether it is another token, and no password: nobody else has noted that then
 */
record TokenGround(Condition account, Instant last, boolean rescoped) {

  /** The password, of which this is kept, was right. */
  static TokenGround password(String accountUuid, String kept) {
    return new TokenGround(
        ACCOUNT.UUID.eq(accountUuid).and(ACCOUNT.PASSWORD.eq(kept)), Instant.MAX, false);
  }

  /** Another token of the account is valid. */
  static TokenGround token(String text, Token token) {
    return new TokenGround(
        ACCOUNT
            .UUID
            .eq(token.userId())
            .and(
                DSL.exists(
                    DSL.selectOne().from(TOKEN).where(TOKEN.DIGEST.eq(TokenText.digest(text))))),
        token.expires(),
        true);
  }

  /** Shown without the password's hash. */
  @Override
  public String toString() {
    return "TokenGround[until " + last + "]";
  }
}
