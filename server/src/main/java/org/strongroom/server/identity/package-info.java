/**
 * Log-ins of the OpenStack kind: users are accounts, tokens name a user and a project. With an
 * external Keystone its tokens count as well.
 */
@NullMarked
package org.strongroom.server.identity;

import org.jspecify.annotations.NullMarked;
