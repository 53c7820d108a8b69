/** Global configuration: settings of the cloud that change while the server runs. */
@NullMarked
package org.strongroom.server.config;

import org.jspecify.annotations.NullMarked;
