/**
 * The PowerVC face: backup nodes, image backups and buckets below /v3/{project_id}, and the views
 * of them that clients of OpenStack's volume API ask for. It shapes JSON and decides nothing.
 */
@NullMarked
package org.strongroom.server.face.powervc;

import org.jspecify.annotations.NullMarked;
