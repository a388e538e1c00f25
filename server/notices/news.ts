export { expiryOf, type News, newsOf, recipientsOf } from '#shared/deadlines/ticket-news.ts';
