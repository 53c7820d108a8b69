/** Measures the running server beside something to compare it with, and writes the figures down. */
@NullMarked
package org.strongroom.bench;

import org.jspecify.annotations.NullMarked;
