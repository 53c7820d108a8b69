/**
 * Real parts for tests and benchmarks: SSH servers and file systems on this machine, loopback only.
 * Knows nothing of what it tests.
 */
@NullMarked
package org.strongroom.testing;

import org.jspecify.annotations.NullMarked;
