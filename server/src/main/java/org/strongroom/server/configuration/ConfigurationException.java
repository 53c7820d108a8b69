package org.strongroom.server.configuration;

/** A configuration with which the server does not start; the message says what to change. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }
}
