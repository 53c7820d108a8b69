package org.strongroom.cli.call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.strongroom.api.OperationModel;
import org.strongroom.api.account.LogInByAccount;

/** Accounts' passwords travel as the SHA-512 of the clear text; those of SSH users as they are. */
public final class PasswordHash {
  private static final Set<String> HASHED = Set.of("password", "oldPassword");

  private PasswordHash() {}

  /** Whether this parameter is an account's password, typed in clear and sent as a digest. */
  public static boolean applies(OperationModel operation, String parameter) {
    return HASHED.contains(parameter)
        && operation.type().getPackage().equals(LogInByAccount.class.getPackage());
  }

  static String of(String clear) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-512").digest(clear.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }
}
