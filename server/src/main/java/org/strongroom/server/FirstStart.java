package org.strongroom.server;

import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.account.AccountService;

/** What happens once, when a server starts over an empty catalog: the administrator's account. */
final class FirstStart {
  private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";

  private final AccountService accounts;
  private final DataDirectory directory;

  FirstStart(AccountService accounts, DataDirectory directory) {
    this.accounts = accounts;
    this.directory = directory;
  }

  /**
   * Makes the administrator's account.
   *
   * @return the password that was made up, to be shown once; empty if one was configured or the
   *     account is there
   */
  Optional<String> createAdministrator(Optional<String> configured) {
    if (accounts.hasAdministrator()) {
      return Optional.empty();
    }
    String password = configured.orElseGet(FirstStart::madeUp);
    if (configured.isEmpty()) {
      directory.writeSecret(directory.adminPasswordFile(), password);
    }
    boolean created = accounts.createAdministrator(password);
    log.info("first start: account admin created");
    return created && configured.isEmpty() ? Optional.of(password) : Optional.empty();
  }

  private static String madeUp() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }
}
