package org.strongroom.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.backupstorage.FirstStorage;
import org.strongroom.server.caller.Call;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.secret.PasswordHash;

/**
 * What happens once, when a server starts over an empty catalog: the administrator's account and
 * project, and a zone with a storage, so that the first image needs no set-up.
 */
final class FirstStart {
  private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
  private static final String ZONE = "zone1";

  private final Core core;
  private final Services services;
  private final DataDirectory directory;

  FirstStart(Core core, Services services, DataDirectory directory) {
    this.core = core;
    this.services = services;
    this.directory = directory;
  }

  /**
   * Makes what is missing.
   *
   * @return the administrator's password if it was made up now, to be shown once
   */
  Optional<String> run(Configuration configuration) {
    Path local = directory.path().resolve("storage").resolve("local");
    FirstStorage storage = services.storages().firstStorage(local);
    Optional<String> madeUp = Optional.empty();
    if (!services.accounts().hasAdministrator()) {
      String password = configuration.adminPassword().orElseGet(FirstStart::madeUp);
      if (configuration.adminPassword().isEmpty()) {
        directory.writeSecret(directory.adminPasswordFile(), password);
        madeUp = Optional.of(password);
      }
      create(password, configuration.createDefaults(), storage);
      log.info("first start: account admin created");
    }
    createAdminProject();
    if (configuration.createDefaults()) {
      storage.connect(Call.bySystem("first-start"));
    }
    return madeUp;
  }

  private void create(String password, boolean defaults, FirstStorage storage) {
    String hash = PasswordHash.of(PasswordHash.sha512(password));
    Call call = Call.bySystem("first-start");
    core.database()
        .write(transaction -> {
          services.accounts().createAdministrator(hash, transaction);
          if (defaults) {
            storage.insert(
                services.zones().createDefault(ZONE, call, transaction), call, transaction);
          }
          return call;
        });
  }

  /** At every start: catalogs that are older than projects have none. */
  private void createAdminProject() {
    Call call = Call.bySystem("first-start");
    core.database()
        .write(transaction -> {
          services.projects().createAdminProject(call, transaction);
          services.roles().makeAdministrator(transaction);
          return call;
        });
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
