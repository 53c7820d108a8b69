/** The composition root: reads the configuration, wires everything by hand, starts, stops. */
@NullMarked
package org.strongroom.server;

import org.jspecify.annotations.NullMarked;
