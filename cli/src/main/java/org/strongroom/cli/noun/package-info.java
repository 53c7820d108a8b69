/**
 * The readable commands, {@code backup-node register}: a noun, a verb and options in place of an
 * operation and its parameters. They are made from the declarations.
 */
@NullMarked
package org.strongroom.cli.noun;

import org.jspecify.annotations.NullMarked;
