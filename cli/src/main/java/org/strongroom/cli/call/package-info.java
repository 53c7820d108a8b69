/** From words as typed to a checked call of a declared operation. */
@NullMarked
package org.strongroom.cli.call;

import org.jspecify.annotations.NullMarked;
