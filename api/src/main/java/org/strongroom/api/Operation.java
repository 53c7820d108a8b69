package org.strongroom.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares an operation of the ZStack face, on the record of its parameters. From this come the
 * route, the checks and their texts, the permission, the audit entry, the command, its completion
 * and the documentation. The operation's name is the record's.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Operation {
  /** One sentence: what the operation does. */
  String summary();

  HttpMethod method();

  /**
   * Paths below {@code /zstack/v1}; variables in braces name parameters. The first is the one to
   * show.
   */
  String[] path();

  Mode mode() default Mode.ASYNC;

  Access access() default Access.ADMIN;

  /**
   * The class of the 2015 message without its package's {@code API} and {@code Msg}; its package.
   */
  String messagePackage() default "";

  /**
   * Two words under which the command line offers it as well, a noun and a verb; empty for none.
   */
  String command() default "";

  /**
   * Further readable commands, each with what it says of itself: {@code backup-storage enable
   * stateEvent=enable}.
   */
  String[] shortcuts() default {};

  /** How long a call may take unless the caller says otherwise, in seconds. */
  long timeoutSeconds() default 1800;

  String since() default "0.6";

  /** The methods in use. */
  enum HttpMethod {
    GET,
    POST,
    PUT,
    DELETE
  }

  /** Whether the answer comes at once (200) or a job is polled (202). */
  enum Mode {
    SYNC,
    ASYNC
  }

  /** Who may call. */
  enum Access {
    /** The administrator's account only. */
    ADMIN,
    /** Every account, for what is its own. */
    ACCOUNT,
    /** Nobody needs a session. */
    ANONYMOUS
  }
}
