/** Image bytes from here to the server and back, verified. */
@NullMarked
package org.strongroom.cli.transfer;

import org.jspecify.annotations.NullMarked;
