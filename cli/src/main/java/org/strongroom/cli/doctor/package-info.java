/** Looks at what an administrator would look at when something is wrong. */
@NullMarked
package org.strongroom.cli.doctor;

import org.jspecify.annotations.NullMarked;
