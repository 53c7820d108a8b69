/** Tables of accounts, projects, roles and sessions. */
@NullMarked
package org.strongroom.server.catalog.identity;

import org.jspecify.annotations.NullMarked;
