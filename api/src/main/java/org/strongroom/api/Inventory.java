package org.strongroom.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares what a resource shows of itself: its fields, and the relations that queries can follow.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Inventory {
  /** The class name under which existing clients know it, put into {@code schema}. */
  String schema();

  Relation[] relations() default {};

  /** A way from this inventory to others, by name, in the query language. */
  @interface Relation {
    String name();

    Class<? extends Record> inventory();

    /** Works but is not offered: the names of link rows. */
    boolean hidden() default false;
  }
}
