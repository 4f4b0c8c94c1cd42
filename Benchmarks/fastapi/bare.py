"""The same service without what a team would want of it: `scripts/bench http --peer bare`.

SQLAlchemy Core instead of mapped classes, one statement for a product with its variants, no transaction around reads,
and rows go straight to orjson without response models.
"""

import os
import time
from contextlib import asynccontextmanager
from datetime import UTC
from uuid import UUID

import orjson
from fastapi import FastAPI, HTTPException, Query, Response
from sqlalchemy import (
    BigInteger, Boolean, Column, DateTime, Float, MetaData, Table, Text, Uuid, and_, func, select,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import create_async_engine

from statements import SEARCH, SUGGEST, beginning

engine = create_async_engine(
    os.environ["DATABASE_URL"].replace("postgres://", "postgresql+asyncpg://", 1),
    pool_size=10, max_overflow=0, json_deserializer=orjson.loads, isolation_level="AUTOCOMMIT")


@asynccontextmanager
async def lifespan(_: FastAPI):
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan, openapi_url=None)

# --- Tables -----------------------------------------------------------------------------------------------------------

metadata = MetaData()
products = Table(
    "products", metadata,
    Column("id", Uuid, primary_key=True), Column("external_id", Text), Column("slug", Text), Column("name", Text),
    Column("description", Text), Column("brand", Text), Column("category_id", Uuid), Column("tags", JSONB),
    Column("attributes", JSONB), Column("barcodes", JSONB), Column("images", JSONB), Column("currency", Text),
    Column("compare_at_price", BigInteger), Column("rating", Float), Column("review_count", BigInteger),
    Column("released", Text), Column("status", Text), Column("vendor_id", Uuid), Column("price", BigInteger), Column("in_stock", Boolean),
    Column("version", BigInteger), Column("created_at", DateTime(timezone=True)),
    Column("updated_at", DateTime(timezone=True)))
categories = Table(
    "categories", metadata,
    Column("id", Uuid, primary_key=True), Column("parent_id", Uuid), Column("name", Text), Column("slug", Text),
    Column("path", JSONB))
variants = Table(
    "variants", metadata,
    Column("id", Uuid, primary_key=True), Column("product_id", Uuid), Column("position", BigInteger), Column("sku", Text),
    Column("options", JSONB), Column("price", BigInteger), Column("stock", BigInteger))

# A product with its category and its variants in one row.
product_variants = (
    select(
        func.jsonb_agg(
            aggregate_order_by(
                func.jsonb_build_array(
                    variants.c.id, variants.c.sku, variants.c.options, variants.c.price, variants.c.stock),
                variants.c.position), type_=JSONB))
    .where(variants.c.product_id == products.c.id).scalar_subquery())
whole_products = select(
    products, categories.c.name.label("category_name"), categories.c.slug.label("category_slug"),
    categories.c.path.label("category_path"), product_variants.label("variants"),
).select_from(products.outerjoin(categories, categories.c.id == products.c.category_id))
published = products.c.status == "published"


# --- JSON -------------------------------------------------------------------------------------------------------------

def json(body) -> Response:
    return Response(orjson.dumps(body), media_type="application/json", headers={"Cache-Control": "no-cache"})


def money(minor_units: int | None) -> float | None:
    return None if minor_units is None else minor_units / 100


def moment(value) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def variant_answer(row: list) -> dict:
    identity, sku, options, price, stock = row
    return {"id": identity, "sku": sku, "options": options, "price": money(price), "stock_quantity": stock}


def product_answer(row) -> dict:
    category = None
    if row.category_id is not None:
        category = {
            "id": str(row.category_id), "name": row.category_name, "slug": row.category_slug, "path": row.category_path}
    shown = [variant_answer(variant) for variant in row.variants or []]
    counted = [variant["stock_quantity"] for variant in shown if variant["stock_quantity"] is not None]
    return {
        "id": str(row.id), "external_id": row.external_id, "slug": row.slug, "name": row.name,
        "description": row.description, "brand": row.brand, "category": category, "tags": row.tags,
        "attributes": row.attributes, "price": money(row.price), "compare_at_price": money(row.compare_at_price),
        "currency": row.currency, "in_stock": row.in_stock, "stock_quantity": sum(counted) if counted else None,
        "rating": row.rating, "review_count": row.review_count, "released": row.released, "barcodes": row.barcodes,
        "images": row.images, "variants": shown, "status": row.status, "vendor_id": row.vendor_id, "version": row.version,
        "created_at": moment(row.created_at), "updated_at": moment(row.updated_at)}


def page_members(total: int, page: int, page_size: int) -> dict:
    return {"total": total, "page": page, "page_size": page_size, "total_pages": -(-total // page_size)}


# --- The list ---------------------------------------------------------------------------------------------------------

ORDERS = {
    "name": products.c.name.collate("C"), "price": products.c.price, "created_at": products.c.created_at,
    "rating": products.c.rating, "popularity": products.c.review_count}


def subtree(address: str):
    tree = select(categories.c.id).where(categories.c.slug == address).cte("tree", recursive=True)
    below = categories.alias("below")
    return tree.union_all(select(below.c.id).join(tree, below.c.parent_id == tree.c.id))


@app.get("/api/v1/products")
async def list_products(
    category: str | None = None, brand: list[str] = Query(default=[]), min_price: float | None = None,
    max_price: float | None = None, in_stock: bool | None = None, sort_by: str = Query("created_at", pattern="|".join(ORDERS)),
    sort_order: str = Query("desc", pattern="asc|desc"), page: int = Query(1, ge=1), page_size: int = Query(20, ge=1, le=100),
):
    conditions = [published]
    if category:
        conditions.append(products.c.category_id.in_(select(subtree(category).c.id)))
    if brand:
        conditions.append(products.c.brand.in_(brand))
    if min_price is not None:
        conditions.append(and_(products.c.price >= round(min_price * 100), products.c.currency == "USD"))
    if max_price is not None:
        conditions.append(and_(products.c.price <= round(max_price * 100), products.c.currency == "USD"))
    if in_stock is not None:
        conditions.append(products.c.in_stock == in_stock)
    order = [ORDERS[sort_by], products.c.id]
    if sort_order == "desc":
        order = [column.desc() for column in order]
    if sort_by == "rating":
        order[0] = order[0].nulls_last()
    chosen = select(products.c.id).where(*conditions).order_by(*order).limit(page_size).offset((page - 1) * page_size)
    rows = whole_products.where(products.c.id.in_(chosen)).order_by(*order)
    async with engine.connect() as connection:
        total = await connection.scalar(select(func.count()).select_from(products).where(*conditions))
        found = (await connection.execute(rows)).all()
    return json({"items": [product_answer(row) for row in found], **page_members(total, page, page_size)})


# --- Search -----------------------------------------------------------------------------------------------------------

def hit_answer(row: list) -> dict:
    (identity, slug, name, excerpt, price, currency, category, brand, rating, review_count, in_stock, tags, image,
     score) = row
    return {
        "id": identity, "slug": slug, "name": name, "description": excerpt, "price": money(price),
        "currency": currency, "category": category, "brand": brand, "rating": rating, "review_count": review_count,
        "in_stock": in_stock, "tags": tags, "image": image, "score": score, "highlights": {}}


def facets_answer(row) -> dict:
    return {
        "categories": [{"name": path[-1], "path": path, "count": count} for path, count in row.categories or []],
        "brands": [{"name": name, "count": count} for name, count in row.brands or []],
        "price_ranges": [{"from": bound, "to": bound + 50, "count": count} for bound, count in row.prices or []],
        "ratings": [], "attributes": {}}


@app.get("/api/v1/products/search")
async def search_products(q: str = "", page: int = Query(1, ge=1), page_size: int = Query(20, ge=1, le=100)):
    begin = time.perf_counter()
    values = {"words": q, "size": page_size, "skipped": (page - 1) * page_size}
    async with engine.connect() as connection:
        row = (await connection.execute(SEARCH, values)).one()
    return json({
        "results": [hit_answer(hit) for hit in row.results or []], **page_members(row.total, page, page_size),
        "facets": facets_answer(row), "query_time": round(time.perf_counter() - begin, 6)})


# --- Suggestions ------------------------------------------------------------------------------------------------------

@app.get("/api/v1/products/suggestions")
async def suggest_products(q: str, limit: int = Query(10, ge=1, le=20)):
    async with engine.connect() as connection:
        rows = await connection.execute(SUGGEST, {"beginning": beginning(q), "size": limit})
    return json({"suggestions": [{"text": row.text, "score": row.score, "kind": row.kind} for row in rows]})


# --- One product ------------------------------------------------------------------------------------------------------

@app.get("/api/v1/products/{product}")
async def read_product(product: str):
    try:
        condition = products.c.id == UUID(product)
    except ValueError:
        condition = products.c.slug == product
    async with engine.connect() as connection:
        row = (await connection.execute(whole_products.where(condition, published))).one_or_none()
    if row is None:
        raise HTTPException(404, "There is no such product.")
    return json(product_answer(row))
