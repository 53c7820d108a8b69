/** The configuration file and environment, read once at the start. */
@NullMarked
package org.strongroom.server.configuration;

import org.jspecify.annotations.NullMarked;
