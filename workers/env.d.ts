import type { QueueMessage } from './domain/event.ts';
import type { CartObject } from './objects/cart-object.ts';
import type { StockObject } from './objects/stock-object.ts';

declare global {
  /** Bindings of wrangler.toml and secrets. Optional ones are checked where they are used, with a clear message. */
  interface Env {
    readonly APP_ENV: 'development' | 'test' | 'production';
    readonly ASSETS: Fetcher;
    readonly DB: D1Database;
    readonly STOCK: DurableObjectNamespace<StockObject>;
    readonly CART: DurableObjectNamespace<CartObject>;
    readonly EVENTS: Queue<QueueMessage>;
    readonly MEDIA: R2Bucket;
    readonly DOCUMENTS: R2Bucket;
    readonly IMAGES: ImagesBinding;
    /** Signs access tokens, cart cookies and document links: at least 32 characters. */
    readonly APP_SECRET: string;
    /** The secret of before, while APP_SECRET is being replaced: what it signed is still believed. */
    readonly APP_SECRET_PREVIOUS?: string;
    /** 'https://shop.example': where links in messages lead. Only development and tests do without. */
    readonly APP_URL?: string;
    readonly STRIPE_SECRET_KEY?: string;
    readonly STRIPE_PUBLISHABLE_KEY?: string;
    readonly STRIPE_WEBHOOK_SECRET?: string;
    /** 'http://host:port' of a stand-in for Stripe; refused outside development and tests. */
    readonly STRIPE_API_BASE?: string;
    readonly RAZORPAY_KEY_ID?: string;
    readonly RAZORPAY_KEY_SECRET?: string;
    readonly RAZORPAY_WEBHOOK_SECRET?: string;
    /** 'acc_…': webhooks of other accounts are refused when it is set. */
    readonly RAZORPAY_ACCOUNT_ID?: string;
    /** 'http://host:port/razorpay' of a stand-in for Razorpay; refused outside development and tests. */
    readonly RAZORPAY_API_BASE?: string;
    /** The carrier: its token, the secret of its webhooks, and a stand-in's address in development. */
    readonly DELHIVERY_TOKEN?: string;
    readonly DELHIVERY_WEBHOOK_SECRET?: string;
    readonly DELHIVERY_API_BASE?: string;
    /** Seconds before a failed message is tried again, for tests; production waits longer each time. */
    readonly EVENT_RETRY_SECONDS?: string;
    /** Where a test build asks before each failpoint whether to go on. */
    readonly FAILPOINT_URL?: string;
    /** An HTTP e-mail provider: POST {from, to, subject, html, text} with a bearer token. */
    readonly EMAIL_API_URL?: string;
    readonly EMAIL_API_KEY?: string;
    readonly EMAIL_FROM?: string;
    /** An HTTP SMS provider: POST {from, to, text} with a bearer token. */
    readonly SMS_API_URL?: string;
    readonly SMS_API_KEY?: string;
    readonly SMS_SENDER?: string;
    /** Sign in with Google; a stand-in's issuer in development. */
    readonly GOOGLE_CLIENT_ID?: string;
    readonly GOOGLE_CLIENT_SECRET?: string;
    readonly GOOGLE_ISSUER?: string;
    /** The check for robots; without its keys nobody is asked. */
    readonly TURNSTILE_SITE_KEY?: string;
    readonly TURNSTILE_SECRET_KEY?: string;
    readonly TURNSTILE_API_BASE?: string;
    /** Cloudflare Access in front of the staff area: 'team.cloudflareaccess.com' and the application's audience. */
    readonly ACCESS_TEAM_DOMAIN?: string;
    readonly ACCESS_AUD?: string;
    /** 'https://app.example,https://other.example': other sites whose scripts may call the API. */
    readonly CORS_ORIGINS?: string;
    /** Requests of one address in a minute, approximately. */
    readonly API_LIMIT?: RateLimit;
    /** Address of the sandbox server; its pages are shown under /sandbox/. Development only. */
    readonly SANDBOX_URL?: string;
  }
  interface CacheStorage {
    readonly default: Cache;
  }
  namespace Cloudflare {
    interface Env extends globalThis.Env {}
    interface GlobalProps {
      mainModule: typeof import('./app.ts');
    }
  }
}
