package org.strongroom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Someone who may log in to an {@link OpenSshServer}. */
public final class SshAccount {
  private final String username;
  private final String password;
  private final String privateKey;
  private final String remoteHome;
  private final Path localHome;
  private final AtomicInteger scratches = new AtomicInteger();

  SshAccount(
      String username, String password, String privateKey, String remoteHome, Path localHome) {
    this.username = username;
    this.password = password;
    this.privateKey = privateKey;
    this.remoteHome = remoteHome;
    this.localHome = localHome;
  }

  public String username() {
    return username;
  }

  public String password() {
    return password;
  }

  /** Text of an OpenSSH private key, without passphrase, that logs in instead of the password. */
  public String privateKey() {
    return privateKey;
  }

  /** A directory that the account may write, as the account sees it. */
  public String remoteHome() {
    return remoteHome;
  }

  /** The same directory, as this machine sees it. */
  public Path localHome() {
    return localHome;
  }

  /** A new empty directory below the home that belongs to the account. */
  public Scratch newScratch() {
    String name = "scratch" + scratches.incrementAndGet();
    try {
      Path local = Files.createDirectory(localHome.resolve(name));
      own(local);
      return new Scratch(remoteHome + "/" + name, local);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a file of this machine to the account. */
  public void own(Path file) {
    try {
      var owner =
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(username);
      Files.setOwner(file, owner);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return username;
  }

  /**
   * One directory under two names.
   *
   * @param remote as the account sees it, absolute
   * @param local as this machine sees it
   */
  public record Scratch(String remote, Path local) {}
}
