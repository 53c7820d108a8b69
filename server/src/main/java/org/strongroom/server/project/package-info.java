/** Projects, and the roles that accounts have in them. */
@NullMarked
package org.strongroom.server.project;

import org.jspecify.annotations.NullMarked;
