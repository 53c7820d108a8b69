/** The commands of the tool and its options. */
@NullMarked
package org.strongroom.cli.command;

import org.jspecify.annotations.NullMarked;
