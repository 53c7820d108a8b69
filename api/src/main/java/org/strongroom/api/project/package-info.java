/** Operations on projects and on the roles that accounts have in them. */
@NullMarked
package org.strongroom.api.project;

import org.jspecify.annotations.NullMarked;
