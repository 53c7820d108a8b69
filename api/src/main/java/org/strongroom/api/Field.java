package org.strongroom.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a field of an inventory, on the component of its record. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Field {
  /** What it means, in a few words, with the unit of a number. */
  String value();

  String[] choices() default {};

  String since() default "0.6";
}
