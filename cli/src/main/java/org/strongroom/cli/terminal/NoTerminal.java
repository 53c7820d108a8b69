package org.strongroom.cli.terminal;

import java.util.Optional;

/** Nobody sits here: a script, a pipe, a test. */
public final class NoTerminal implements UserTerminal {
  @Override
  public Optional<String> readSecret(String prompt) {
    return Optional.empty();
  }

  @Override
  public Optional<String> readLine(String prompt) {
    return Optional.empty();
  }

  @Override
  public Registration onInterrupt(Runnable action) {
    return Registration.NONE;
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public Optional<Integer> outputWidth() {
    return Optional.empty();
  }

  @Override
  public Optional<Integer> errorWidth() {
    return Optional.empty();
  }
}
