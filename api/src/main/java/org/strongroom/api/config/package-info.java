/** Global configuration. */
@NullMarked
package org.strongroom.api.config;

import org.jspecify.annotations.NullMarked;
