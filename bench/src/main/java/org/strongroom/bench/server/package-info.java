/** The processes that are measured. */
@NullMarked
package org.strongroom.bench.server;

import org.jspecify.annotations.NullMarked;
