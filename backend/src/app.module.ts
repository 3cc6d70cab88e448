import { Module, type DynamicModule } from '@nestjs/common'
import { AsyncApiController } from './gateway/asyncapi.controller.js'
import { ControlRoomController } from './gateway/control-room.controller.js'
import { DashboardController } from './gateway/dashboard.controller.js'
import { MarketController } from './gateway/market.controller.js'
import { OperationsController } from './gateway/operations.controller.js'
import { PART, type Parts } from './gateway/parts.js'
import { Reception } from './gateway/reception.js'
import { SnapshotController } from './gateway/snapshot.controller.js'
import { StreamController } from './gateway/stream.controller.js'
import { TickwallGateway } from './gateway/tickwall.gateway.js'
import { WebSocketProbeController } from './gateway/websocket-probe.controller.js'

/** The gateway's face: everything that Nest makes. What lies below is made without it and handed in. */
@Module({})
export class AppModule {
  static of(parts: Parts): DynamicModule {
    return {
      module: AppModule,
      providers: [
        ...(Object.keys(PART) as (keyof Parts)[]).map((name) => ({ provide: PART[name], useValue: parts[name] })),
        Reception,
        TickwallGateway,
      ],
      controllers: [
        WebSocketProbeController,
        StreamController,
        SnapshotController,
        MarketController,
        ControlRoomController,
        OperationsController,
        AsyncApiController,
        // Answers whatever is left, so it stays last.
        DashboardController,
      ],
    }
  }
}
