package org.strongroom.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a parameter of an operation, on the component of its record. A component that is a
 * record itself and has no such annotation is a group: its components are parameters of the
 * operation.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Parameter {
  /** The meaning of parameters that are there for existing clients only. */
  String WITHOUT_EFFECT = "accepted for existing clients, without effect";

  /** What it means, in a few words. */
  String value();

  boolean required() default false;

  /** Most characters of a text, unless it says otherwise. */
  int USUAL_LENGTH = 2048;

  /** Most characters of what names a resource: more than any uuid has. */
  int UUID_LENGTH = 255;

  /** Most items of a list and entries of a map, unless it says otherwise. */
  int USUAL_ITEMS = 100;

  /**
   * Most characters, of a text and of each text in a list: code points of Unicode, as OpenAPI and
   * the catalog count them.
   */
  int maxLength() default USUAL_LENGTH;

  /** Most items of a list, and entries of a map. */
  int maxItems() default USUAL_ITEMS;

  /** Least value, of a number. */
  long min() default Long.MIN_VALUE;

  /** Greatest value, of a number. */
  long max() default Long.MAX_VALUE;

  /** The texts allowed, compared without regard to case and passed on as written here. */
  String[] choices() default {};

  /** Used when the caller sends none, in the parameter's own text form. */
  String defaultValue() default "";

  /**
   * What the readable command sends when the caller says nothing, where that is not what existing
   * clients expect; empty for nothing.
   */
  String commandDefault() default "";

  /** Never shown: in no answer, log, event or stored call. */
  boolean secret() default false;

  /** The kind of resource that this uuid, or each in this list, has to name. */
  ResourceType[] resource() default {};

  /**
   * The kinds of resource of which this uuid, or each in this list, may name one; where nothing is
   * told, the one of {@link #resource}. The server does not check it: what is gone may be named
   * here. The command line looks names up by it.
   */
  ResourceType[] named() default {};

  /** The parameter that holds the entity name of the kind of resource that this uuid names. */
  String kindIn() default "";

  /**
   * On the command line the word that stands alone is this parameter. Where none is declared, it is
   * the only variable of the operation's path.
   */
  boolean positional() default false;

  String since() default "0.6";
}
